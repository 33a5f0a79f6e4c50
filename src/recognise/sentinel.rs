//! Sentinel: numbers that programs and people write where none was measured: `-999`, `9999`, `-32768`.

/// What a number is written for, as its digits say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sentinel {
    /// Two digits: `99` is measured, too.
    Short,
    /// Three digits or more, and the ends of what a computer holds.
    Long,
}

/// The smallest and largest whole numbers of 16 and 32 bits, the largest of 32-bit floats, and what netCDF fills gaps
/// with (`NC_FILL_FLOAT`, `NC_FILL_INT`, `NC_FILL_SHORT` of netcdf.h).
const ENDS: [f64; 9] = [
    32_767.0,
    -32_768.0,
    65_535.0,
    2_147_483_647.0,
    -2_147_483_648.0,
    4_294_967_295.0,
    -32_767.0,
    -2_147_483_647.0,
    9.969_209_968_386_869e36,
];
/// Nothing that is measured is as large: `1e20`, `-1e30`, the largest floats.
const HUGE: f64 = 1e20;

/// Nines only, of two digits and more, as far as floats hold every digit.
const NINES: [f64; 14] = [
    99.0,
    999.0,
    9_999.0,
    99_999.0,
    999_999.0,
    9_999_999.0,
    99_999_999.0,
    999_999_999.0,
    9_999_999_999.0,
    99_999_999_999.0,
    999_999_999_999.0,
    9_999_999_999_999.0,
    99_999_999_999_999.0,
    999_999_999_999_999.0,
];

/// Whether `value` is of the shape of a sentinel: nines only, before the point and perhaps behind it (`-999.25`, as well
/// logs have it, too), or an end of what a computer holds.
pub(crate) fn read_sentinel(value: f64) -> Option<Sentinel> {
    let size = value.abs();
    if ENDS.contains(&value) || size >= HUGE {
        return Some(Sentinel::Long);
    }
    // Most values end here.
    if !NINES.contains(&size.trunc()) {
        return None;
    }
    let is_short = size < 100.0;
    let written = size.to_string();
    let part = written.split_once('.').map_or("", |(_, part)| part);
    let is_one = part.bytes().all(|digit| digit == b'9') || (!is_short && part == "25");
    let shape = if is_short {
        Sentinel::Short
    } else {
        Sentinel::Long
    };
    is_one.then_some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nines_and_the_ends_of_a_computer_are_sentinels() {
        for value in [
            -999.0, 9999.0, -999.25, 999.9, -9999.0, 99999.0, 1e20, -1e30, -32768.0,
        ] {
            assert_eq!(read_sentinel(value), Some(Sentinel::Long), "{value}");
        }
        for value in [99.0, -99.0, 99.99] {
            assert_eq!(read_sentinel(value), Some(Sentinel::Short), "{value}");
        }
        for value in [0.0, -1.0, 9.0, 1999.0, 990.0, 199.99, 999.5, 0.999, 1e19] {
            assert_eq!(read_sentinel(value), None, "{value}");
        }
    }
}

//! Name: the words in the name of a column.

/// The words of a name such as `patient_id`, `patientId` or `Patient ID`, in small letters.
pub(crate) fn split_name(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_inside = false;
    let mut was_small = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            is_inside = false;
            continue;
        }
        if !is_inside || (was_small && letter.is_uppercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
        is_inside = true;
        was_small = letter.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_words() {
        for name in ["isSpam", "is_spam", "Is Spam", "IS-SPAM", " is  spam "] {
            assert_eq!(split_name(name), ["is", "spam"], "{name}");
        }
        assert_eq!(split_name("Unnamed: 0"), ["unnamed", "0"]);
        assert_eq!(split_name("étatCivil"), ["état", "civil"]);
        assert!(split_name("").is_empty());
    }
}

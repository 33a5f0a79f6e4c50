//! Entity: names of columns that say whom or what a row is about: a patient, a user, a page.

use super::name::split_name;

/// What a column's name says of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntityName {
    /// Some key: `order_id`.
    Key,
    /// The key of somebody or something of which rows are known to be alike: `patient_id`.
    Known,
}

/// Those of whom data hold several rows.
const KNOWN: [&str; 36] = [
    "patient",
    "subject",
    "user",
    "session",
    "customer",
    "client",
    "url",
    "uri",
    "person",
    "participant",
    "speaker",
    "author",
    "device",
    "household",
    "student",
    "employee",
    "member",
    "visitor",
    "vehicle",
    "driver",
    "machine",
    "conversation",
    "dialog",
    "dialogue",
    "thread",
    "case",
    "encounter",
    "admission",
    "respondent",
    "player",
    "donor",
    "animal",
    "recording",
    "account",
    "borrower",
    "applicant",
];

/// Of these, those whose name alone says nothing for certain: the subject of a mail, the author of a comment.
const DOUBTFUL: [&str; 5] = ["subject", "author", "device", "case", "account"];

/// Names that are keys by themselves.
const KEYS: [&str; 6] = ["mrn", "uid", "userid", "username", "url", "uri"];

/// Words for a key at the end of a name.
const ENDS: [&str; 9] = [
    "id", "ids", "no", "nr", "num", "number", "key", "uuid", "guid",
];

/// What is a category, a place or a time, even where it has a key.
const CATEGORIES: [&str; 54] = [
    "class",
    "category",
    "cat",
    "type",
    "kind",
    "label",
    "target",
    "topic",
    "genre",
    "region",
    "state",
    "country",
    "county",
    "city",
    "town",
    "zip",
    "zipcode",
    "postal",
    "postcode",
    "district",
    "area",
    "zone",
    "location",
    "site",
    "store",
    "shop",
    "branch",
    "hospital",
    "center",
    "centre",
    "school",
    "department",
    "dept",
    "team",
    "brand",
    "model",
    "color",
    "colour",
    "language",
    "lang",
    "day",
    "week",
    "month",
    "year",
    "hour",
    "date",
    "time",
    "cluster",
    "fold",
    "split",
    "version",
    "status",
    "channel",
    "campaign",
];

/// What `name` says; nothing where it is no key's.
pub(crate) fn read_name(name: &str) -> Option<EntityName> {
    let words = split_name(name);
    let (last, before) = words.split_last()?;
    let has = |all: &[&str], word: &String| all.contains(&word.as_str());
    if words.iter().any(|word| has(&CATEGORIES, word)) {
        return None;
    }
    if before.is_empty() {
        let stem = last.strip_suffix("id").unwrap_or_default();
        let alone = has(&KNOWN, last) && !has(&DOUBTFUL, last);
        return if alone || has(&KEYS, last) || KNOWN.contains(&stem) {
            Some(EntityName::Known)
        } else {
            (last == "id").then_some(EntityName::Key)
        };
    }
    if has(&ENDS, last) {
        let known = before.iter().any(|word| has(&KNOWN, word));
        // "room number" and "item no" are counts and codes as often as keys.
        return if known {
            Some(EntityName::Known)
        } else {
            last.ends_with("id").then_some(EntityName::Key)
        };
    }
    let id_first = words[0] == "id"
        && before[1..]
            .iter()
            .chain([last])
            .all(|word| has(&KNOWN, word));
    (id_first || ["url", "uri"].contains(&last.as_str())).then_some(EntityName::Known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_those_who_have_several_rows_are_known() {
        for name in [
            "patient_id",
            "patientId",
            "PatientID",
            "Patient ID",
            "patient",
            "patientid",
            "user",
            "USER_ID",
            "session",
            "customer_number",
            "url",
            "page_url",
            "speaker",
            "subject_id",
            "anon_user_id",
            "id_patient",
            "mrn",
            "author_id",
            "case_no",
        ] {
            assert_eq!(read_name(name), Some(EntityName::Known), "{name}");
        }
    }

    #[test]
    fn any_other_key_is_one() {
        for name in ["order_id", "movieId", "id", "COMMENT_ID", "trip_uuid"] {
            assert_eq!(read_name(name), Some(EntityName::Key), "{name}");
        }
    }

    #[test]
    fn categories_and_measures_are_none() {
        for name in [
            "category_id",
            "user_type",
            "patient_age",
            "session_length",
            "zip",
            "store_id",
            "hospital_id",
            "subject",
            "number",
            "room_number",
            "index",
            "paid",
            "valid",
            "author",
            "user_agent",
            "url_count",
            "users",
            "country",
            "language_id",
            "state",
            "",
        ] {
            assert_eq!(read_name(name), None, "{name}");
        }
    }
}

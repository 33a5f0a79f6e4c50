//! Name: the words in the name of a column, and what they say it is for.

use crate::recognise::name::split_name;

/// Words that name the label itself.
const LABEL: [&str; 30] = [
    "label",
    "labels",
    "class",
    "classes",
    "target",
    "y",
    "gold",
    "truth",
    "sentiment",
    "outcome",
    "polarity",
    "intent",
    "category",
    "diagnosis",
    "verdict",
    "annotation",
    "klasse",
    "kategorie",
    "ziel",
    "zielvariable",
    "etikett",
    "stimmung",
    "classe",
    "etiqueta",
    "étiquette",
    "clase",
    "categoria",
    "catégorie",
    "categoría",
    "output",
];
/// Words that may name a label, or something else.
const PERHAPS: [&str; 19] = [
    "rating",
    "stars",
    "score",
    "grade",
    "type",
    "status",
    "result",
    "response",
    "topic",
    "tag",
    "is",
    "has",
    "kind",
    "bewertung",
    "sterne",
    "note",
    "art",
    "ergebnis",
    "thema",
];
/// Words that name what became of somebody or something: what is learned, where they end the name.
const EVENT: [&str; 24] = [
    "survived",
    "churn",
    "churned",
    "exited",
    "defaulted",
    "attrition",
    "fraud",
    "fraudulent",
    "died",
    "death",
    "deceased",
    "readmitted",
    "converted",
    "clicked",
    "purchased",
    "subscribed",
    "approved",
    "accepted",
    "admitted",
    "rejected",
    "malignant",
    "hired",
    "cancelled",
    "canceled",
];
/// Words that name vectors.
const VECTOR: [&str; 7] = [
    "embedding",
    "embeddings",
    "emb",
    "vector",
    "vectors",
    "vec",
    "encoding",
];
/// Words that name how many of something there are.
const COUNT: [&str; 9] = [
    "count", "counts", "num", "number", "n", "total", "sum", "anzahl", "nombre",
];
/// Words that name where rows come from.
const DOMAIN: [&str; 40] = [
    "domain",
    "source",
    "site",
    "state",
    "country",
    "region",
    "hospital",
    "clinic",
    "center",
    "centre",
    "platform",
    "store",
    "shop",
    "city",
    "county",
    "province",
    "batch",
    "publisher",
    "corpus",
    "origin",
    "language",
    "lang",
    "device",
    "location",
    "environment",
    "market",
    "quelle",
    "standort",
    "bundesland",
    "land",
    "klinik",
    "krankenhaus",
    "filiale",
    "herkunft",
    "sprache",
    "stadt",
    "pays",
    "ville",
    "país",
    "ciudad",
];
/// Words that name whom models must serve alike.
const GROUP: [&str; 11] = [
    "sex",
    "gender",
    "race",
    "ethnicity",
    "ethnic",
    "religion",
    "disability",
    "geschlecht",
    "sexe",
    "sexo",
    "ethnie",
];
/// Words that name texts.
const TEXT: [&str; 38] = [
    "text",
    "texts",
    "content",
    "comment",
    "review",
    "body",
    "message",
    "sentence",
    "question",
    "answer",
    "title",
    "headline",
    "description",
    "summary",
    "abstract",
    "tweet",
    "post",
    "document",
    "premise",
    "hypothesis",
    "prompt",
    "utterance",
    "passage",
    "kommentar",
    "beitrag",
    "titel",
    "inhalt",
    "nachricht",
    "beschreibung",
    "satz",
    "frage",
    "antwort",
    "betreff",
    "texte",
    "texto",
    "titre",
    "commentaire",
    "comentario",
];
/// Words that name keys.
const KEY: [&str; 17] = [
    "id", "ids", "index", "idx", "uuid", "guid", "key", "hash", "unnamed", "serial", "nr",
    "nummer", "rownum", "rowid", "row", "url", "uri",
];
/// Words that name a moment.
const TIME: [&str; 14] = [
    "date",
    "time",
    "timestamp",
    "datetime",
    "created",
    "updated",
    "ts",
    "datum",
    "zeit",
    "zeitstempel",
    "uhrzeit",
    "fecha",
    "heure",
    "when",
];
/// Words that name what a row is described by, and hardly ever what is learned.
const FEATURE: [&str; 12] = [
    "age", "year", "month", "day", "hour", "weekday", "language", "lang", "alter", "monat", "jahr",
    "name",
];

/// The words of a column's name, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name(Vec<String>);

/// How surely a name is that of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labelled {
    /// It is a word for a label.
    Named,
    /// One of its words is.
    Partly,
    /// It has a word that labels often have.
    Perhaps,
    /// It says nothing of it.
    Unsaid,
}

impl Name {
    pub(super) fn of(name: &str) -> Self {
        Self(split_name(name))
    }

    fn has(&self, known: &[&str]) -> bool {
        self.0.iter().any(|word| known.contains(&word.as_str()))
    }

    /// Whether its last word is one of `known`, which is what the whole name is about.
    fn ends(&self, known: &[&str]) -> bool {
        self.0
            .last()
            .is_some_and(|word| known.contains(&word.as_str()))
    }

    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        self.0.len()
    }

    pub(super) fn labelled(&self) -> Labelled {
        match &self.0[..] {
            [only] if LABEL.contains(&only.as_str()) => Labelled::Named,
            _ if self.has(&LABEL) || self.ends(&EVENT) => Labelled::Partly,
            _ if self.has(&PERHAPS) => Labelled::Perhaps,
            _ => Labelled::Unsaid,
        }
    }

    pub(super) fn is_domain(&self) -> bool {
        self.ends(&DOMAIN)
    }

    /// Whether it is a participle, `enrolled`: what happened, where the values are two.
    pub(super) fn is_participle(&self) -> bool {
        self.0
            .last()
            .is_some_and(|word| word.len() > 4 && word.ends_with("ed"))
    }

    pub(super) fn is_vector(&self) -> bool {
        self.has(&VECTOR)
    }

    pub(super) fn is_count(&self) -> bool {
        self.has(&COUNT)
    }

    pub(super) fn is_group(&self) -> bool {
        self.has(&GROUP)
    }

    pub(super) fn is_text(&self) -> bool {
        self.ends(&TEXT)
    }

    pub(super) fn is_key(&self) -> bool {
        self.ends(&KEY) || self.0.first().is_some_and(|word| word == "unnamed")
    }

    pub(super) fn is_time(&self) -> bool {
        self.has(&TIME)
    }

    pub(super) fn is_feature(&self) -> bool {
        self.is_domain()
            || self.is_group()
            || self.is_key()
            || self.is_time()
            || self.ends(&FEATURE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_a_column_is_for() {
        assert_eq!(Name::of("Label").labelled(), Labelled::Named);
        assert_eq!(Name::of("sentiment_label").labelled(), Labelled::Partly);
        assert_eq!(Name::of("star_rating").labelled(), Labelled::Perhaps);
        assert_eq!(Name::of("classic").labelled(), Labelled::Unsaid);
        assert!(Name::of("user_id").is_key() && Name::of("Unnamed: 0").is_key());
        assert!(!Name::of("idea").is_key() && !Name::of("id_count").is_key());
        assert!(Name::of("Bundesland").is_domain() && Name::of("data_source").is_domain());
    }
}

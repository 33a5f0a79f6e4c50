//! Answer: what is known about one question, found out when it is first asked and then kept.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::Unavailable;

/// The answer to one question about the dataset.
pub(super) struct Answer<T>(OnceCell<Result<T, Unavailable>>);

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> Answer<T> {
    pub(super) fn get(
        &self,
        find: impl FnOnce() -> Result<T, Unavailable>,
    ) -> Result<&T, Unavailable> {
        self.0.get_or_init(find).as_ref().map_err(Clone::clone)
    }

    /// The answer, if some rule asked and there is one.
    pub(super) fn known(&self) -> Option<&T> {
        self.0.get()?.as_ref().ok()
    }
}

/// The answers to one question that is asked about several things, such as each shift: one for each.
pub(super) struct AnswerBy<K, T>(RefCell<Vec<(K, Found<T>)>>);

type Found<T> = Result<Rc<T>, Unavailable>;

impl<K, T> Default for AnswerBy<K, T> {
    fn default() -> Self {
        Self(RefCell::new(Vec::new()))
    }
}

impl<K: PartialEq, T> AnswerBy<K, T> {
    pub(super) fn get(&self, key: K, find: impl FnOnce() -> Result<T, Unavailable>) -> Found<T> {
        let known = |(of, found): &(K, Found<T>)| (*of == key).then(|| found.clone());
        if let Some(found) = self.0.borrow().iter().find_map(known) {
            return found;
        }
        let found = find().map(Rc::new);
        self.0.borrow_mut().push((key, found.clone()));
        found
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn each_question_is_answered_once_even_where_there_is_no_answer() {
        let asked = Cell::new(0);
        let answers: AnswerBy<&str, u32> = AnswerBy::default();
        let ask = |key: &'static str| {
            answers.get(key, || {
                asked.set(asked.get() + 1);
                match key {
                    "nothing" => Err(Unavailable::Skipped(key.to_owned())),
                    _ => Ok(asked.get()),
                }
            })
        };
        let told: Vec<Option<u32>> = ["first", "second", "first", "nothing", "nothing"]
            .map(|key| ask(key).ok().map(|answer| *answer))
            .to_vec();
        assert_eq!(told, [Some(1), Some(2), Some(1), None, None]);
        assert_eq!(asked.get(), 3);
    }
}

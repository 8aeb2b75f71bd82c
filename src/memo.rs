//! The one way to remember between two runs of the pipeline.
//!
//! A [`Memo`] keeps an output together with the input that it was made of, under a key: a page under the path of its
//! file, for instance, with the file's text and the configuration as its input. A run that asks with an equal input gets
//! the kept output; any other input makes a new one. So the inputs that a step depends on are the ones that stand in the
//! type of its memo, and a warm run gives what a clean one gives.

use std::{borrow::Borrow, hash::Hash};

use hashbrown::HashMap;
use rayon::prelude::*;

/// The most outputs that a thread makes before it lets others take of its part: at the end, none works long alone.
const MADE_TOGETHER: usize = 16;

/// Outputs of an earlier run by their keys, each with the input that it was made of.
#[derive(Debug)]
pub(crate) struct Memo<Key, Input, Output> {
    kept: HashMap<Key, (Input, Output)>,
}

impl<Key, Input, Output> Default for Memo<Key, Input, Output> {
    fn default() -> Self {
        Self { kept: HashMap::new() }
    }
}

impl<Key: Eq + Hash, Input: PartialEq, Output: Clone> Memo<Key, Input, Output> {
    /// The output that is kept under `key`, if it was made of an equal input.
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q, input: &Input) -> Option<&Output>
    where
        Key: Borrow<Q>,
    {
        self.kept.get(key).filter(|(known, _)| known == input).map(|(_, output)| output)
    }

    /// The output for each key and input, in their order. `make` is called for those alone that are not kept, on all
    /// cores. Afterwards exactly these outputs are kept: a file that is gone is forgotten.
    pub(crate) fn make_all(
        &mut self,
        inputs: Vec<(Key, Input)>,
        make: impl Fn(&Key, &Input) -> Output + Sync,
    ) -> Vec<Output>
    where
        Key: Send + Sync,
        Input: Send + Sync,
        Output: Send + Sync,
    {
        let kept = &*self;
        let outputs: Vec<Output> = inputs
            .par_iter()
            .with_max_len(MADE_TOGETHER)
            .map(|(key, input)| kept.get(key, input).cloned().unwrap_or_else(|| make(key, input)))
            .collect();
        self.replace(inputs.into_iter().zip(&outputs).map(|((key, input), output)| (key, input, output.clone())));
        outputs
    }

    /// Keeps exactly these outputs.
    pub(crate) fn replace(&mut self, outputs: impl IntoIterator<Item = (Key, Input, Output)>) {
        self.kept.clear();
        self.kept.extend(outputs.into_iter().map(|(key, input, output)| (key, (input, output))));
    }
}

impl<Input: PartialEq, Output: Clone> Memo<(), Input, Output> {
    /// The output for the one input that this memo is of.
    pub(crate) fn make_one(&mut self, input: Input, make: impl FnOnce(&Input) -> Output) -> Output {
        let output = self.get(&(), &input).cloned().unwrap_or_else(|| make(&input));
        self.replace([((), input, output.clone())]);
        output
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Runs over files with their texts; `made` are the files that had to be made.
    fn check(
        memo: &mut Memo<&'static str, &'static str, String>,
        files: &[(&'static str, &'static str)],
        made: &[&str],
    ) {
        let calls: Mutex<Vec<&str>> = Mutex::default();
        let outputs = memo.make_all(files.to_vec(), |file, text| {
            calls.lock().unwrap().push(file);
            format!("{file}: {text}")
        });
        let expected: Vec<String> = files.iter().map(|(file, text)| format!("{file}: {text}")).collect();
        assert_eq!(outputs, expected);
        let mut calls = calls.into_inner().unwrap();
        calls.sort_unstable();
        assert_eq!(calls, made);
    }

    #[test]
    fn a_file_is_made_once_until_it_changes_or_goes() {
        let memo = &mut Memo::default();
        check(memo, &[("a", "1"), ("b", "1")], &["a", "b"]);
        check(memo, &[("a", "1"), ("b", "1")], &[]);
        check(memo, &[("b", "2"), ("a", "1")], &["b"]);
        check(memo, &[("a", "1")], &[]);
        check(memo, &[("a", "1"), ("b", "2")], &["b"]);
        // Only the last run counts: a text that comes back is made again.
        check(memo, &[("a", "2"), ("b", "2")], &["a"]);
        check(memo, &[("a", "1"), ("b", "2")], &["a"]);
    }

    #[test]
    fn one_value_is_made_again_when_its_input_differs() {
        let mut memo = Memo::default();
        assert_eq!(memo.make_one(1, |input| input + 1), 2);
        assert_eq!(memo.make_one(1, |_| unreachable!("the input is equal")), 2);
        assert_eq!(memo.make_one(2, |input| input + 1), 3);
    }
}

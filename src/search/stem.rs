//! The stemmer: an engine that runs suffix rules. The rules are data, so that the program and the page's script run the
//! same ones.
//!
//! A file of rules (`rules/uk.json`, `rules/en.json`) holds, all optional:
//!
//! ```text
//! stop      words that say nothing by themselves, separated by blanks
//! asking    words that say nothing in a question of several words (`many`, `скільки`); only the page's script asks for them
//! powers    words that multiply the number before them, by the power of ten: `"6": "million млн"`
//! least     words shorter than this stay as they are
//! vowels    for the tests below
//! glide     a vowel letter that is a consonant at the start of a word and after a vowel (English y)
//! openings  beginnings of words after which region R1 begins; elsewhere it begins after vowel + consonant
//! short     words that count as a short syllable; `shut`: consonants that do not close one
//! classes   a sign for any letter of a set, to be used in suffixes and, for the same letter, in outputs
//! whole     "form form > stem stem": words with stems of their own
//! steps     one after another, each a list of rules:
//!
//!   "suffix suffix > output output ? test test"      `_` is the empty suffix or output
//! ```
//!
//! A step takes the longest suffix that the word has and tries the rules of that suffix in order. The first rule whose
//! tests all hold replaces the suffix by its outputs, and each result goes on to the next step: a form that can belong to
//! two words (безпеці: безпека or безпець) gets two stems. If no rule holds, the word stays as it is, or, in a step that
//! `falls`, the next shorter suffix is tried. A step `on_demand` runs only when a rule asks for it with `then`. Tests look
//! at what stands before the suffix:
//!
//! ```text
//! 2            at least two letters            r1 r2        the suffix stands in region R1, R2
//! vowel        has a vowel                     at           ends exactly where R1 begins
//! inner        has a vowel before its last     short long   ends in a short syllable, or does not
//! after=abc    ends in one of these letters    is=ab,cd     is one of these
//! off=abc      ends in none of these           isnt=ab,cd   is none of these
//! ends=ab,cd   ends in one of these            then=name    after replacing, that step
//! ```
//!
//! Regions and short syllables are Porter's (<https://snowballstem.org/texts/r1r2.html>).

use std::{cmp::Reverse, collections::BTreeMap};

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

/// The rules of a language as their file has them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RulesFile {
    pub stop: String,
    pub powers: BTreeMap<u32, String>,
    pub least: usize,
    pub vowels: String,
    pub glide: Option<char>,
    pub openings: Vec<String>,
    pub short: Vec<String>,
    pub shut: String,
    pub classes: BTreeMap<char, String>,
    pub whole: Vec<String>,
    pub steps: Vec<StepFile>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct StepFile {
    pub name: String,
    #[serde(default)]
    pub falls: bool,
    #[serde(default)]
    pub on_demand: bool,
    pub rules: Vec<String>,
}

/// The rules of a language, ready to run.
///
/// ```
/// use icsi::search::Analyser;
///
/// let ukrainian = Analyser::new("uk")?;
/// // Forms of one word share a stem; input is folded (lower case, without apostrophes and stress).
/// assert_eq!(ukrainian.stems("кластери"), ["кластер"]);
/// // A form that may belong to several words has the stem of each.
/// assert!(ukrainian.stems("кластерів").contains(&"кластер".to_owned()));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default)]
pub(crate) struct Stemmer {
    stop: HashSet<String>,
    powers: HashMap<String, u32>,
    least: usize,
    vowels: LetterSet,
    glide: Option<char>,
    openings: Vec<Vec<char>>,
    short: Vec<Vec<char>>,
    shut: Vec<char>,
    whole: HashMap<String, Vec<String>>,
    steps: Vec<StemStep>,
}

#[derive(Clone, Debug, Default)]
struct StemStep {
    /// Suffixes by their last letter, the longest first.
    suffixes: BTreeMap<char, Vec<StemSuffix>>,
    /// The empty suffix.
    bare: StemSuffix,
    falls: bool,
    on_demand: bool,
}

#[derive(Clone, Debug, Default)]
struct StemSuffix {
    letters: Vec<char>,
    rules: Vec<StemRule>,
}

#[derive(Clone, Debug)]
struct StemRule {
    outputs: Vec<Vec<char>>,
    tests: Vec<StemTest>,
    /// The number of the step that a replacement goes on to at once.
    then: Option<usize>,
}

#[derive(Clone, Debug)]
enum StemTest {
    Least(usize),
    Region1,
    Region2,
    AtRegion1,
    Vowel,
    InnerVowel,
    Short,
    Long,
    After(Vec<char>),
    Off(Vec<char>),
    Is(Vec<Vec<char>>),
    Isnt(Vec<Vec<char>>),
    Ends(Vec<Vec<char>>),
}

/// A set of letters: a bit for each letter of ASCII and of the Cyrillic block, which nearly all letters are from.
#[derive(Clone, Debug, Default)]
struct LetterSet {
    ascii: u128,
    cyrillic: u128,
    others: Vec<char>,
}

impl FromIterator<char> for LetterSet {
    fn from_iter<T: IntoIterator<Item = char>>(letters: T) -> Self {
        let mut set = Self::default();
        for letter in letters {
            match u32::from(letter) {
                code @ 0..0x80 => set.ascii |= 1 << code,
                code @ 0x400..0x480 => set.cyrillic |= 1 << (code - 0x400),
                _ => set.others.push(letter),
            }
        }
        set
    }
}

impl LetterSet {
    #[inline]
    fn contains(&self, letter: char) -> bool {
        match u32::from(letter) {
            code @ 0..0x80 => self.ascii >> code & 1 == 1,
            code @ 0x400..0x480 => self.cyrillic >> (code - 0x400) & 1 == 1,
            _ => self.others.contains(&letter),
        }
    }
}

/// The beginnings of Porter's regions, in characters.
#[derive(Clone, Copy, Debug)]
struct Regions {
    r1: usize,
    r2: usize,
}

impl Stemmer {
    /// # Errors
    ///
    /// A message that names the line of the rules, when it has a test or a step that does not exist.
    pub(crate) fn new(file: &RulesFile) -> Result<Self, String> {
        let names: Vec<&str> = file.steps.iter().map(|step| step.name.as_str()).collect();
        let mut whole = HashMap::default();
        for line in &file.whole {
            let (words, stems) = line.split_once(" > ").ok_or_else(|| format!("no ` > ` in `{line}`"))?;
            let stems: Vec<String> = stems.split(' ').map(str::to_owned).collect();
            whole.extend(words.split(' ').map(|word| (word.to_owned(), stems.clone())));
        }
        Ok(Self {
            stop: file.stop.split_whitespace().map(str::to_owned).collect(),
            powers: file
                .powers
                .iter()
                .flat_map(|(power, words)| words.split_whitespace().map(|word| (word.to_owned(), *power)))
                .collect(),
            least: file.least,
            vowels: file.vowels.chars().collect(),
            glide: file.glide,
            openings: letters_of(&file.openings),
            short: letters_of(&file.short),
            shut: file.shut.chars().collect(),
            whole,
            steps: file
                .steps
                .iter()
                .map(|step| StemStep::new(step, &names, &file.classes))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Whether a word says nothing by itself.
    pub(crate) fn is_stop(&self, folded: &str) -> bool {
        self.stop.contains(folded)
    }

    /// The power of ten that a word multiplies the number before it by.
    pub(crate) fn power_of_ten(&self, folded: &str) -> Option<u32> {
        self.powers.get(folded).copied()
    }

    /// The stems of a folded word: mostly one, more where the form may belong to different words, and never none.
    pub(crate) fn stems(&self, folded: &str) -> Vec<String> {
        if let Some(stems) = self.whole.get(folded) {
            return stems.clone();
        }
        let mut word: Vec<char> = Vec::with_capacity(folded.len());
        word.extend(folded.chars());
        if word.len() < self.least {
            return vec![folded.to_owned()];
        }
        self.mark_glides(&mut word);
        let regions = self.regions(&word);
        let mut stems = Vec::with_capacity(1);
        self.go_on(0, word, regions, &mut stems);
        stems
    }

    /// Adds to `stems` what the steps from number `from` on make of a word. The recursion is as deep as there are steps.
    fn go_on(&self, from: usize, word: Vec<char>, regions: Regions, stems: &mut Vec<String>) {
        let mut steps = self.steps.iter().zip(1..).skip(from);
        if let Some((step, after)) = steps.find(|(step, _)| !step.on_demand) {
            self.apply(step, after, word, regions, stems);
            return;
        }
        let stem = self.without_marks(&word);
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }

    /// Applies a step to a word, and to each result the steps from number `after` on.
    fn apply(&self, step: &StemStep, after: usize, mut word: Vec<char>, regions: Regions, stems: &mut Vec<String>) {
        let Some((kept, rule)) = self.rule(step, &word, regions) else {
            return self.go_on(after, word, regions, stems);
        };
        let Some((last, outputs)) = rule.outputs.split_last() else { return };
        let mut put = |new: Vec<char>| match rule.then.and_then(|number| self.steps.get(number)) {
            // `StemStep::new` refuses `then` in a step on demand, so this goes no further.
            Some(next) => self.apply(next, after, new, regions, stems),
            None => self.go_on(after, new, regions, stems),
        };
        for output in outputs {
            put([word.get(..kept).unwrap_or_default(), output].concat());
        }
        word.truncate(kept);
        word.extend_from_slice(last);
        put(word);
    }

    /// The rule by which a step changes a word, and how many letters stand before the rule's suffix.
    fn rule<'s>(&self, step: &'s StemStep, word: &[char], regions: Regions) -> Option<(usize, &'s StemRule)> {
        let suffixes = word.last().and_then(|last| step.suffixes.get(last)).map_or(&[][..], Vec::as_slice);
        for suffix in suffixes.iter().chain([&step.bare]) {
            let Some(rest) = before_suffix(word, &suffix.letters) else { continue };
            let mut rules = suffix.rules.iter();
            if let Some(rule) = rules.find(|rule| rule.tests.iter().all(|test| self.holds(test, rest, regions))) {
                return Some((rest.len(), rule));
            }
            if !step.falls {
                return None;
            }
        }
        None
    }

    fn holds(&self, test: &StemTest, rest: &[char], regions: Regions) -> bool {
        let vowel = |letter: &char| self.vowels.contains(*letter);
        match test {
            StemTest::Least(count) => rest.len() >= *count,
            StemTest::Region1 => rest.len() >= regions.r1,
            StemTest::Region2 => rest.len() >= regions.r2,
            StemTest::AtRegion1 => rest.len() == regions.r1,
            StemTest::Vowel => rest.iter().any(vowel),
            StemTest::InnerVowel => rest.split_last().is_some_and(|(_, inner)| inner.iter().any(vowel)),
            StemTest::Short => self.ends_short(rest),
            StemTest::Long => !self.ends_short(rest),
            StemTest::After(letters) => rest.last().is_some_and(|last| letters.contains(last)),
            StemTest::Off(letters) => rest.last().is_none_or(|last| !letters.contains(last)),
            StemTest::Is(words) => words.iter().any(|word| word == rest),
            StemTest::Isnt(words) => words.iter().all(|word| word != rest),
            StemTest::Ends(ends) => ends.iter().any(|end| rest.ends_with(end)),
        }
    }

    /// Whether the word ends in a short syllable: consonant, vowel, consonant that is not `shut`; or it is a vowel and a
    /// consonant; or it ends in one of `short`.
    fn ends_short(&self, rest: &[char]) -> bool {
        if self.short.iter().any(|end| rest.ends_with(end)) {
            return true;
        }
        let vowel = |letter: &char| self.vowels.contains(*letter);
        match rest {
            [middle, last] => vowel(middle) && !vowel(last),
            [.., before, middle, last] => !vowel(before) && vowel(middle) && !vowel(last) && !self.shut.contains(last),
            _ => false,
        }
    }

    /// Makes glides that are consonants upper case, so that they are no vowels to the tests.
    fn mark_glides(&self, word: &mut [char]) {
        let Some(glide) = self.glide else { return };
        let mut after_vowel = true;
        for letter in word {
            if *letter == glide && after_vowel {
                *letter = glide.to_ascii_uppercase();
            }
            after_vowel = self.vowels.contains(*letter);
        }
    }

    /// The stem with glides as letters like others.
    fn without_marks(&self, word: &[char]) -> String {
        let mark = self.glide.map(|glide| (glide.to_ascii_uppercase(), glide));
        let mut stem = String::with_capacity(2 * word.len());
        for letter in word {
            stem.push(mark.filter(|(mark, _)| mark == letter).map_or(*letter, |(_, glide)| glide));
        }
        stem
    }

    fn regions(&self, word: &[char]) -> Regions {
        let vowel = |letter: &char| self.vowels.contains(*letter);
        let after = |from: usize| {
            let tail = word.get(from..).unwrap_or_default();
            let consonants = tail.iter().take_while(|letter| !vowel(letter)).count();
            let vowels = tail.iter().skip(consonants).take_while(|letter| vowel(letter)).count();
            (from + consonants + vowels + 1).min(word.len())
        };
        let opening = self.openings.iter().find(|opening| word.starts_with(opening));
        let r1 = opening.map_or_else(|| after(0), Vec::len);
        Regions { r1, r2: after(r1) }
    }
}

impl StemStep {
    fn new(file: &StepFile, names: &[&str], classes: &BTreeMap<char, String>) -> Result<Self, String> {
        let mut step = StemStep { falls: file.falls, on_demand: file.on_demand, ..StemStep::default() };
        for line in &file.rules {
            let (rule, tests) = line.split_once(" ? ").unwrap_or((line, ""));
            let (suffixes, outputs) = rule.split_once(" > ").ok_or_else(|| format!("no ` > ` in `{line}`"))?;
            let (mut compiled, mut then) = (Vec::new(), None);
            for test in tests.split_whitespace() {
                match test.strip_prefix("then=") {
                    Some(name) => then = names.iter().position(|each| *each == name),
                    None => compiled
                        .push(StemTest::parse(test).ok_or_else(|| format!("unknown test `{test}` in `{line}`"))?),
                }
            }
            if tests.contains("then=") && (then.is_none() || file.on_demand) {
                return Err(format!("no step to follow in `{line}`"));
            }
            for suffix in suffixes.split(' ') {
                for (letters, outputs) in expand(suffix, outputs, classes) {
                    step.add(letters, StemRule { outputs, tests: compiled.clone(), then });
                }
            }
        }
        step.suffixes.values_mut().for_each(|list| list.sort_by_key(|suffix| Reverse(suffix.letters.len())));
        Ok(step)
    }

    fn add(&mut self, letters: Vec<char>, rule: StemRule) {
        let Some(last) = letters.last() else { return self.bare.rules.push(rule) };
        let known = self.suffixes.entry(*last).or_default();
        match known.iter_mut().find(|suffix| suffix.letters == letters) {
            Some(suffix) => suffix.rules.push(rule),
            None => known.push(StemSuffix { letters, rules: vec![rule] }),
        }
    }
}

impl StemTest {
    fn parse(text: &str) -> Option<Self> {
        let letters = |value: &str| value.chars().collect();
        let words = |value: &str| value.split(',').map(|word| word.chars().collect()).collect();
        Some(match text.split_once('=') {
            Some(("after", value)) => StemTest::After(letters(value)),
            Some(("off", value)) => StemTest::Off(letters(value)),
            Some(("is", value)) => StemTest::Is(words(value)),
            Some(("isnt", value)) => StemTest::Isnt(words(value)),
            Some(("ends", value)) => StemTest::Ends(words(value)),
            Some(_) => return None,
            None => match text {
                "r1" => StemTest::Region1,
                "r2" => StemTest::Region2,
                "at" => StemTest::AtRegion1,
                "vowel" => StemTest::Vowel,
                "inner" => StemTest::InnerVowel,
                "short" => StemTest::Short,
                "long" => StemTest::Long,
                count => StemTest::Least(count.parse().ok()?),
            },
        })
    }
}

/// The suffixes and outputs that a rule stands for: a class in a suffix stands for each of its letters.
fn expand(suffix: &str, outputs: &str, classes: &BTreeMap<char, String>) -> Vec<(Vec<char>, Vec<Vec<char>>)> {
    let made = |sign: Option<(char, char)>| {
        let filled = |text: &str| -> Vec<char> {
            let letters = text.chars().filter(|letter| *letter != '_');
            letters.map(|letter| sign.filter(|(class, _)| *class == letter).map_or(letter, |(_, real)| real)).collect()
        };
        (filled(suffix), outputs.split(' ').map(filled).collect())
    };
    match classes.iter().find(|(class, _)| suffix.contains(**class)) {
        Some((class, letters)) => letters.chars().map(|real| made(Some((*class, real)))).collect(),
        None => vec![made(None)],
    }
}

/// The letters before a suffix that the word has. Suffixes differ near their ends, so they are compared from there.
fn before_suffix<'w>(word: &'w [char], suffix: &[char]) -> Option<&'w [char]> {
    let rest = word.get(..word.len().checked_sub(suffix.len())?)?;
    word.iter().rev().zip(suffix.iter().rev()).all(|(a, b)| a == b).then_some(rest)
}

fn letters_of(words: &[String]) -> Vec<Vec<char>> {
    words.iter().map(|word| word.chars().collect()).collect()
}

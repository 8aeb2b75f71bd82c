//! Syntect's grammars, read as syntect reads them and with a tenth of the work: a line is searched for a pattern only from
//! where its bytes let it begin ([`Prefix`]), and not at all where another one has been found before that.
//!
//! Syntect's own parser searches the whole line for every pattern that may come next: where one page in forty shows code,
//! that took more than a quarter of a build. `ParseState` does the same as [`Parser`], and the tests below hold each
//! against the other; should syntect ever look before it searches, this module and `prefix` can go.
//!
//! A grammar is a machine of states, each a list of rules in order. Of the rules of the state on top of the stack, the one
//! whose pattern is found first decides what scopes the text has and which states come next.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use serde_json::json;
use syntect::parsing::{
    Region, ScopeStackOp, SyntaxReference, SyntaxSet,
    syntax_definition::{Context, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern, context_iter},
};

use super::prefix::Prefix;

/// States that may lie upon each other.
const MAX_DEPTH: usize = 100;

pub(super) struct Grammar {
    /// The first one is where code begins.
    states: Vec<State>,
    rules: Vec<Rule>,
}

struct State {
    context: &'static Context,
    /// The state whose rules come before its own.
    prototype: Option<usize>,
    rules: Vec<usize>,
}

struct Rule {
    pattern: &'static MatchPattern,
    step: Step,
    /// The state whose rules come first in the states that this one leads to.
    with_prototype: Option<usize>,
    /// Made when a line is looked at for it.
    prefix: OnceLock<Prefix>,
}

enum Step {
    Push(Vec<usize>),
    /// As `Push`, in the place of the topmost state.
    Set(Vec<usize>),
    Pop,
    Stay,
}

impl Grammar {
    /// None if the set is not made as it is known here.
    pub fn new(set: &'static SyntaxSet, syntax: &SyntaxReference) -> Option<Self> {
        let mut making = Making { set, numbers: HashMap::new(), contexts: Vec::new() };
        making.number(start(set, syntax)?)?;
        let mut states = Vec::new();
        let mut rules = Vec::new();
        let mut known = HashMap::new();
        while let Some(context) = making.contexts.get(states.len()).copied() {
            let prototype = match context.prototype {
                Some(id) => Some(making.number(id)?),
                None => None,
            };
            let mut numbers = Vec::new();
            for (owner, index) in context_iter(set, context) {
                let pattern = owner.match_at(index).ok()?;
                // One rule is often part of many states.
                let number = match known.get(&std::ptr::from_ref(pattern)) {
                    Some(number) => *number,
                    None => {
                        let with_prototype = match &pattern.with_prototype {
                            Some(reference) => Some(making.number(reference.id().ok()?)?),
                            None => None,
                        };
                        let step = match &pattern.operation {
                            MatchOperation::Push(references) => Step::Push(making.all(references)?),
                            MatchOperation::Set(references) => Step::Set(making.all(references)?),
                            MatchOperation::Pop => Step::Pop,
                            MatchOperation::None => Step::Stay,
                        };
                        rules.push(Rule { pattern, step, with_prototype, prefix: OnceLock::new() });
                        known.insert(std::ptr::from_ref(pattern), rules.len() - 1);
                        rules.len() - 1
                    }
                };
                numbers.push(number);
            }
            states.push(State { context, prototype, rules: numbers });
        }
        Some(Self { states, rules })
    }
}

/// Syntect tells its parser alone where a grammar begins. It is the one context that goes on to another at once.
fn start(set: &'static SyntaxSet, syntax: &SyntaxReference) -> Option<ContextId> {
    let grammar = set.syntaxes().iter().position(|other| other.name == syntax.name)?;
    for place in 0.. {
        let id: ContextId = serde_json::from_value(json!({"syntax_index": grammar, "context_index": place})).ok()?;
        let context = context(set, id)?;
        if let [Pattern::Match(only)] = context.patterns.as_slice()
            && only.regex.regex_str().is_empty()
            && matches!(&only.operation, MatchOperation::Push(next) if next.len() == 1)
            && context.meta_content_scope == [syntax.scope]
        {
            return Some(id);
        }
    }
    None
}

fn context(set: &'static SyntaxSet, id: ContextId) -> Option<&'static Context> {
    // Outside of syntect, a reference can only be read.
    let reference: ContextReference = serde_json::from_value(json!({"Direct": id})).ok()?;
    reference.resolve(set).ok()
}

/// States get numbers in the order in which they are met.
struct Making {
    set: &'static SyntaxSet,
    numbers: HashMap<ContextId, usize>,
    contexts: Vec<&'static Context>,
}

impl Making {
    fn number(&mut self, id: ContextId) -> Option<usize> {
        if let Some(number) = self.numbers.get(&id) {
            return Some(*number);
        }
        self.contexts.push(context(self.set, id)?);
        self.numbers.insert(id, self.contexts.len() - 1);
        Some(self.contexts.len() - 1)
    }

    fn all(&mut self, references: &[ContextReference]) -> Option<Vec<usize>> {
        references.iter().map(|reference| self.number(reference.id().ok()?)).collect()
    }
}

/// Goes through code, line by line.
pub(super) struct Parser<'g> {
    grammar: &'g Grammar,
    stack: Vec<Level>,
    /// Heights of the stack at which a rule of a prototype came in: prototypes below do not count above.
    prototypes_from: Vec<usize>,
    is_first_line: bool,
    /// What is known of each rule in this line.
    known: Vec<Known>,
    region: Region,
}

struct Level {
    state: usize,
    prototypes: Vec<usize>,
    /// What patterns here may refer to: a match and its line.
    captures: Option<Arc<(Region, String)>>,
}

#[derive(Clone)]
enum Known {
    Nothing,
    /// It cannot begin before this place.
    NotBefore(usize),
    Found(Region),
    Nowhere,
}

struct Found {
    rule: usize,
    region: Region,
    from_prototype: bool,
    would_loop: bool,
}

impl<'g> Parser<'g> {
    pub fn new(grammar: &'g Grammar) -> Self {
        let start = Level { state: 0, prototypes: Vec::new(), captures: None };
        Self {
            grammar,
            stack: vec![start],
            prototypes_from: Vec::new(),
            is_first_line: true,
            known: Vec::new(),
            region: Region::new(),
        }
    }

    fn top(&self) -> Option<(&'g State, &Level)> {
        let level = self.stack.last()?;
        Some((self.grammar.states.get(level.state)?, level))
    }

    /// What happens to the scopes within a line, by places. None if the line cannot be read.
    pub fn line(&mut self, line: &str) -> Option<Vec<(usize, ScopeStackOp)>> {
        let mut operations = Vec::new();
        let (state, _) = self.top()?;
        if std::mem::take(&mut self.is_first_line)
            && let Some(scope) = state.context.meta_content_scope.first()
        {
            operations.push((0, ScopeStackOp::Push(*scope)));
        }
        self.known.clear();
        self.known.resize(self.grammar.rules.len(), Known::Nothing);
        let mut at = 0;
        // Where states were last put on the stack without anything read, and its height then: to take them off at once
        // would go on forever.
        let mut unread_push = (0, 0);
        loop {
            while self.prototypes_from.last().is_some_and(|height| *height >= self.stack.len()) {
                self.prototypes_from.pop();
            }
            let Some(found) = self.next(line, at, unread_push == (at, self.stack.len())) else { break };
            if found.would_loop {
                let Some((next, _)) = line.get(at..).and_then(|rest| rest.char_indices().nth(1)) else { break };
                at += next;
                continue;
            }
            let rule = self.grammar.rules.get(found.rule)?;
            let (_, end) = found.region.pos(0)?;
            if end <= at && matches!(rule.step, Step::Push(_)) {
                unread_push = (end, self.stack.len() + 1);
            }
            at = end;
            if found.from_prototype {
                self.prototypes_from.push(self.stack.len());
            }
            self.scopes(rule, &found.region, &mut operations)?;
            self.step(rule, &found.region, line)?;
        }
        Some(operations)
    }

    /// The rule whose pattern is found first from a place on; of two at one place, the one that comes first in the grammar.
    fn next(&mut self, line: &str, at: usize, may_loop: bool) -> Option<Found> {
        let grammar = self.grammar;
        let (state, level) = self.top()?;
        let mut chain = Vec::new();
        let from = self.prototypes_from.last().copied().unwrap_or(0);
        for level in self.stack.get(from..).unwrap_or_default() {
            chain.extend(level.prototypes.iter().map(|prototype| (true, *prototype, level.captures.clone())));
        }
        chain.extend(state.prototype.map(|prototype| (false, prototype, None)));
        chain.push((false, level.state, level.captures.clone()));

        let mut best: Option<Found> = None;
        let mut first = usize::MAX;
        for (from_prototype, state, captures) in chain {
            for &number in &grammar.states.get(state)?.rules {
                let rule = grammar.rules.get(number)?;
                // A taking off that would go on forever gives way to whatever else is there.
                let yields = best.as_ref().is_some_and(|best| best.would_loop);
                let limit = if yields { first.saturating_add(1) } else { first };
                let Some(region) = self.search(line, at, limit, number, rule, captures.as_deref()) else { continue };
                let (start, end) = region.pos(0)?;
                if start >= limit {
                    continue;
                }
                if matches!(rule.step, Step::Push(_)) && self.stack.len() >= MAX_DEPTH {
                    return None;
                }
                first = start;
                let would_loop = may_loop && end <= at && matches!(rule.step, Step::Pop);
                best = Some(Found { rule: number, region, from_prototype, would_loop });
                if start == at && !would_loop {
                    return best;
                }
            }
        }
        best
    }

    /// Where a rule's pattern is found from a place on. What is found from `limit` on need not be told.
    fn search(
        &mut self,
        line: &str,
        at: usize,
        limit: usize,
        number: usize,
        rule: &'g Rule,
        captures: Option<&(Region, String)>,
    ) -> Option<Region> {
        let known = self.known.get_mut(number)?;
        let from = match known {
            Known::Nowhere => return None,
            Known::Found(region) if region.pos(0).is_some_and(|(start, _)| start >= at) => return Some(region.clone()),
            Known::NotBefore(place) if *place >= at => *place,
            _ => at,
        };
        let (is_found, is_lasting) = match captures.filter(|_| rule.pattern.has_captures) {
            Some((region, text)) => {
                let regex = rule.pattern.regex_with_refs(region, text);
                (regex.search(line, at, line.len(), Some(&mut self.region)), false)
            }
            None => {
                let prefix = rule.prefix.get_or_init(|| Prefix::new(rule.pattern.regex().regex_str()));
                let Some(from) = prefix.first(line, from) else {
                    *known = Known::Nowhere;
                    return None;
                };
                if from >= limit {
                    *known = Known::NotBefore(from);
                    return None;
                }
                (rule.pattern.regex().search(line, from, line.len(), Some(&mut self.region)), true)
            }
        };
        if !is_found {
            if is_lasting {
                *known = Known::Nowhere;
            }
            return None;
        }
        let (start, end) = self.region.pos(0)?;
        let does_something = match rule.step {
            Step::Stay => start != end,
            Step::Push(_) => self.stack.len() < MAX_DEPTH,
            Step::Set(_) | Step::Pop => true,
        };
        if !does_something {
            return None;
        }
        if is_lasting {
            *known = Known::Found(self.region.clone());
        }
        Some(self.region.clone())
    }

    /// What a match does to the scopes: those of its text and of parts of it, and those of the states that come and go.
    fn scopes(&self, rule: &Rule, region: &Region, out: &mut Vec<(usize, ScopeStackOp)>) -> Option<()> {
        let (start, end) = region.pos(0)?;
        let pattern = rule.pattern;
        let old = self.top()?.0.context;
        let (is_set, targets) = match &rule.step {
            Step::Push(targets) => (false, targets.as_slice()),
            Step::Set(targets) => (true, targets.as_slice()),
            Step::Pop | Step::Stay => (false, &[][..]),
        };
        let targets =
            || targets.iter().filter_map(|target| self.grammar.states.get(*target)).map(|state| state.context);
        let is_pop = matches!(rule.step, Step::Pop);

        // The text already has the scopes of states to come, and no more what only stood within the one that goes.
        if is_pop {
            pop(old.meta_content_scope.len(), start, out);
        }
        if is_set && old.clear_scopes.is_some() {
            out.push((start, ScopeStackOp::Restore));
        }
        for target in targets() {
            if let Some(amount) = target.clear_scopes
                && !is_set
            {
                out.push((start, ScopeStackOp::Clear(amount)));
            }
            out.extend(target.meta_scope.iter().map(|scope| (start, ScopeStackOp::Push(*scope))));
        }

        out.extend(pattern.scope.iter().map(|scope| (start, ScopeStackOp::Push(*scope))));
        parts(pattern, region, out);
        pop(pattern.scope.len(), end, out);

        if is_pop {
            pop(old.meta_scope.len(), end, out);
            if old.clear_scopes.is_some() {
                out.push((end, ScopeStackOp::Restore));
            }
        }
        // What lies within the new states comes after their own scopes, so that these are put on anew.
        let old_scopes = if is_set { old.meta_scope.len() + old.meta_content_scope.len() } else { 0 };
        let is_anew = old_scopes > 0
            || targets().any(|new| !new.meta_content_scope.is_empty() || (is_set && new.clear_scopes.is_some()));
        if is_anew {
            pop(old_scopes + targets().map(|new| new.meta_scope.len()).sum::<usize>(), end, out);
            for new in targets() {
                if let Some(amount) = new.clear_scopes
                    && is_set
                {
                    out.push((end, ScopeStackOp::Clear(amount)));
                }
                let scopes = new.meta_scope.iter().chain(&new.meta_content_scope);
                out.extend(scopes.map(|scope| (end, ScopeStackOp::Push(*scope))));
            }
        }
        Some(())
    }

    /// Goes on to the states that a rule leads to.
    fn step(&mut self, rule: &Rule, region: &Region, line: &str) -> Option<()> {
        let (targets, mut kept) = match &rule.step {
            Step::Stay => return Some(()),
            Step::Pop => {
                self.stack.pop();
                return Some(());
            }
            Step::Push(targets) => (targets, Vec::new()),
            // Prototypes stay with the place on the stack for which they were given.
            Step::Set(targets) => (targets, self.stack.pop().map(|level| level.prototypes).unwrap_or_default()),
        };
        for (place, target) in targets.iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if place + 1 == targets.len() {
                prototypes.extend(rule.with_prototype);
            }
            let mut states = std::iter::once(target).chain(&prototypes);
            let refers = states.any(|state| self.grammar.states.get(*state).is_some_and(|s| s.context.uses_backrefs));
            let captures = refers.then(|| Arc::new((region.clone(), line.to_owned())));
            self.stack.push(Level { state: *target, prototypes, captures });
        }
        Some(())
    }
}

fn pop(scopes: usize, at: usize, out: &mut Vec<(usize, ScopeStackOp)>) {
    if scopes > 0 {
        out.push((at, ScopeStackOp::Pop(scopes)));
    }
}

/// Scopes of parts of a match: at one place, what ends comes before what begins, and the longest begins first.
fn parts(pattern: &MatchPattern, region: &Region, out: &mut Vec<(usize, ScopeStackOp)>) {
    let mut found = Vec::new();
    for (group, scopes) in pattern.captures.iter().flatten() {
        if let Some((start, end)) = region.pos(*group)
            && start < end
        {
            found.extend(scopes.iter().map(|scope| ((start, usize::MAX - (end - start)), ScopeStackOp::Push(*scope))));
            found.push(((end, 0), ScopeStackOp::Pop(scopes.len())));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    out.extend(found.into_iter().map(|((at, _), operation)| (at, operation)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use syntect::parsing::ParseState;

    use super::*;
    use crate::markdown::highlight::tests::kept;

    /// What grammars look for.
    const PIECES: &[&str] = &[
        "(",
        ")",
        "[",
        "[[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\"\"\"",
        "'''",
        "`",
        "\\",
        "/*",
        "*/",
        "//",
        "#",
        "--",
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "<a href=\"x\" ",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "a",
        "b.c(",
        "$x",
        "${x}",
        "$(",
        "@",
        "@@ -1,2 +3 @@",
        "+++ a",
        "-",
        "+",
        "=",
        "==",
        ":",
        ": ",
        ";",
        ",",
        ".",
        "0",
        "0x1f",
        "1.5e3",
        "_",
        " ",
        "  ",
        "\t",
        "\n",
        "\n",
        "\n",
        "if ",
        "else",
        "for i in ",
        "def f",
        "class A",
        "function f",
        "return",
        "lambda x: ",
        "async ",
        "import ",
        "let x = ",
        "=> ",
        "SELECT ",
        "from ",
        "WHERE ",
        "varchar(10)",
        "true",
        "null",
        "None",
        "- ",
        "? ",
        "&a ",
        "*a",
        "!!str",
        "|",
        "> ",
        "<<EOF",
        "<<'E'",
        "EOF",
        "E",
        "done",
        "fi",
        "case x in",
        "esac",
        "echo",
        "!important",
        ".a:hover",
        "#fff",
        "10px",
        "url(",
        "@media ",
        "f\"",
        "r'",
        "{x!r}",
        "%s",
        "/a[b]/g",
        "@book{",
        "title = ",
        "їжак",
        "К\u{301}",
        "&amp;",
        "<?xml",
        "?>",
        "<![CDATA[",
        "]]>",
    ];

    fn check(code: &str) {
        for (set, syntax, grammar) in kept() {
            let (mut ours, mut theirs) = (Parser::new(grammar), ParseState::new(syntax));
            for line in code.split_inclusive('\n') {
                let expected = theirs.parse_line(line, set).ok();
                assert_eq!(ours.line(line), expected, "{}: {line:?} of {code:?}", syntax.name);
            }
        }
    }

    #[test]
    fn every_kept_grammar_is_read_as_syntect_reads_it() {
        for between in [" ", "", "\n"] {
            check(&PIECES.join(between));
        }
        // Deeper than states may lie.
        check(&"{[(".repeat(60));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn so_is_code_put_together_at_random(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
        ) {
            check(&pieces.concat());
        }
    }
}

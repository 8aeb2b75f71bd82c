//! Every rule there is, by its stable name. docs/guide/content/chapters/diagnostics.en.md explains each; a test holds the two together.

use serde::{Deserialize, Serialize};

use super::Severity;

macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident $summary:literal;)*) => {
        /// A rule that a site can break. The name is part of the tool's contract and never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule { $($variant,)* }

        impl Rule {
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity,)* }
            }

            pub fn named(name: &str) -> Option<Rule> {
                Rule::ALL.iter().copied().find(|rule| rule.name() == name)
            }

            /// The rules of which a site, a page or a command line may ask for less. Errors keep what is published sound and
            /// safe.
            pub fn lowerable() -> impl Iterator<Item = Rule> + Clone {
                Rule::ALL.iter().copied().filter(|rule| rule.can_be_lowered())
            }

            pub fn can_be_lowered(self) -> bool {
                self.severity() == Severity::Warning
            }

            /// One sentence for lists of rules.
            pub fn summary(self) -> &'static str {
                match self { $(Rule::$variant => $summary,)* }
            }
        }
    };
}

rules! {
    // Files
    NotUtf8 "not-utf8" Error "A text file holds bytes that are not UTF-8";
    ForbiddenCharacter "forbidden-character" Error "A text holds a control, bidirectional override or tag character";
    FileTooLarge "file-too-large" Error "A file is larger than the limit for its kind";
    UnreadableFile "unreadable-file" Error "A file cannot be read";
    SymlinkEscapes "symlink-escapes" Error "A symbolic link leads out of the site's folder";
    NotARegularFile "not-a-regular-file" Error "A device, pipe, socket or hard link stands among the sources";
    FileName "file-name" Error "A file's name does not follow `<id>.<language>.md`";
    UnknownLanguage "unknown-language" Error "A file's name carries a language that the site does not have";
    CollidingIds "colliding-ids" Error "Two ids differ only by case or Unicode normal form";
    UnknownFolder "unknown-folder" Error "A folder in content/ is no collection or vocabulary";
    FileKind "file-kind" Error "A file's kind is not published, or its content is not what its name says";
    StaticFile "static-file" Error "A file in static/ cannot be published";
    DrawingMended "drawing-mended" Warning "A drawing loads a style or font from elsewhere, which is left out";
    OrphanFile "orphan-file" Warning "A file beside the pages belongs to no entry";
    WindowsName "windows-name" Warning "Windows cannot have a file's name";
    UnusedFile "unused-file" Warning "No page uses a file that stands beside it";
    HeavyPicture "heavy-picture" Warning "A picture is so large that visitors wait for it";

    // TOML
    Toml "toml" Error "A TOML file or front matter cannot be parsed";
    FrontMatter "front-matter" Error "A page does not begin with front matter between `+++` lines";
    UnknownKey "unknown-key" Error "A key is not known here";
    WrongType "wrong-type" Error "A value is not of the type that its key takes";
    MissingKey "missing-key" Error "A required key or field is missing";
    InvalidValue "invalid-value" Error "A value is of the right type but not a possible one";
    Placeholder "placeholder" Warning "Three dots stand where a text belongs";
    EmptyValue "empty-value" Error "A text or a list that must say something is empty";
    CountryCode "country-code" Warning "A country's code is not one of ISO 3166-1";
    DuplicateTerm "duplicate-term" Warning "Two terms of a vocabulary have one title or code";
    UnusedTerm "unused-term" Warning "No entry has a term";

    // Configuration and theme
    ProgramTooOld "program-too-old" Error "The site needs a newer program";
    InvalidConfig "invalid-config" Error "site.toml describes something that cannot be";
    MissingTheme "missing-theme" Error "The theme named in site.toml is not there or lacks a part";
    ThemeFile "theme-file" Warning "A file in theme/ stands in the place of nothing that the theme has";
    Template "template" Error "A template cannot be parsed or fails when it is rendered";
    MissingString "missing-string" Error "A template uses an interface string that the site's first language lacks";
    UnusedString "unused-string" Warning "An interface string is used by no template";
    InterfaceString "interface-string" Error "A file of interface strings cannot be parsed or a string cannot be formatted";
    PluralCategory "plural-category" Warning "A string lacks a plural category that its language needs";

    // Entries and translations
    SharedFieldInTranslation "shared-field-in-translation" Error "A translation states a fact that only the original may state";
    NoOriginal "no-original" Error "An entry has translations only";
    TwoOriginals "two-originals" Error "An entry has more than one original";
    MissingTranslation "missing-translation" Error "An entry lacks a translation that its collection requires";
    MissingText "missing-text" Warning "A text that is given for each language lacks one";
    OutdatedTranslation "outdated-translation" Warning "A translation follows an older revision of its original";
    OutlineDiffers "outline-differs" Warning "A translation's headings do not match its original's";
    NumbersDiffer "numbers-differ" Warning "A translation and its original have different numbers";
    DateDiffers "date-differs" Warning "A text gives another day than the page's facts";
    MissingUpdated "missing-updated" Warning "An entry does not say when it was changed, as others do";
    FutureUpdated "future-updated" Warning "A page says that it was changed on a day that is still to come";
    MixedScripts "mixed-scripts" Warning "A word mixes letters of two scripts";

    // References
    UnknownTerm "unknown-term" Error "A field names a term that its vocabulary does not have";
    UnknownEntry "unknown-entry" Error "A field names an entry that does not exist";
    UnknownFile "unknown-file" Error "A field names a file that the entry does not have";
    DraftReference "draft-reference" Warning "A published page refers to a draft";
    OneWayRelation "one-way-relation" Warning "One of two pages states a relation that the other leaves out";
    BrokenLink "broken-link" Error "A link leads to no page or file of the site";
    BrokenAnchor "broken-anchor" Error "A link leads to an anchor that its page does not have";
    OwnAddress "own-address" Warning "A link to the site itself or to its source file is written as a full address";
    DocumentAsPicture "document-as-picture" Error "A file that is no picture is shown as one";
    LinkOutside "link-outside" Error "A link leads out of the site's folder or is not a relative path";
    ForbiddenAddress "forbidden-address" Error "An address has a scheme or form that is not allowed";
    AddressCollision "address-collision" Error "Two pages or redirects would stand at one address";
    UnreachablePage "unreachable-page" Warning "Neither a menu nor a link leads to a page";
    LostAddress "lost-address" Warning "An address that was published leads nowhere";
    SlugInvalid "slug-invalid" Error "A slug or alias is not a possible address";

    // Markdown
    RawHtml "raw-html" Warning "HTML that is not on the list of allowed elements is shown as text";
    DuplicateAnchor "duplicate-anchor" Error "Two headings of a page claim the same anchor";
    AnchorInvalid "anchor-invalid" Error "A heading's own anchor is not a possible one";
    Footnote "footnote" Warning "A footnote is defined but not used, or used but not defined";
    UnusedDefinition "unused-definition" Warning "A link's address is defined and no link uses it";
    DefinitionList "definition-list" Warning "A term or definition reads other than it is written";
    HeadingAttribute "heading-attribute" Warning "A heading has an attribute other than its anchor";
    UnknownAlert "unknown-alert" Warning "An alert is of no known kind";
    UnknownCodeLanguage "unknown-code-language" Warning "The language of a block of code is not known";
    InfoString "info-string" Warning "A block of code has words behind its language, which are left out";
    PictureWithoutAlt "picture-without-alt" Warning "A picture has no description for those who do not see it";
    ConflictMarks "conflict-marks" Warning "The marks of an unfinished merge stand in the text";
    HeadingNotTaken "heading-not-taken" Warning "A line looks like a heading and is shown as text";
    BoldHeading "bold-heading" Warning "A bold line stands in the place of a heading";
    HeadingLevel "heading-level" Warning "A heading leaves out a level";
    ListNotTaken "list-not-taken" Warning "Lines look like a list and are shown as one paragraph";
    TableNotTaken "table-not-taken" Warning "Lines look like a table and are shown as one paragraph";
    LinkNotTaken "link-not-taken" Warning "Brackets look like a link and are shown as text";
    LeftoverMarkup "leftover-markup" Warning "Signs of Markdown are shown as they are";
    IndentedCode "indented-code" Warning "Blanks before a line make it code";
    UnclosedFence "unclosed-fence" Warning "A block of code has no end";
    CellsLeftOut "cells-left-out" Warning "A row has more cells than its table's head";
    Limit "limit" Error "A page passes one of the documented limits";

    // Publishing
    OutputFolder "output-folder" Error "The output folder is not ours to write to";
}

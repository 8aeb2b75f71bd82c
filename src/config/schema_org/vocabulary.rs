//! The part of <https://schema.org> that site.toml may use. The guide has these tables, and
//! `tests/formats` holds every line of them to the vocabulary itself.

/// A type with the one above it. `Thing` is above all.
#[derive(Debug, PartialEq, Eq)]
pub struct Type {
    pub name: &'static str,
    above: &'static str,
}

/// A property of entries of certain types.
#[derive(Debug, PartialEq, Eq)]
pub struct Property {
    pub name: &'static str,
    /// The types that have it, those below them too.
    pub of: &'static [&'static str],
    /// The types of its values: types of the vocabulary, `Text`, `URL`, `Date`, `Number`.
    pub values: &'static [&'static str],
    /// The property that says the same from the other side.
    pub inverse: Option<&'static str>,
    /// The property whose value, a `PostalAddress`, has it.
    pub inside: Option<&'static str>,
}

const fn below(above: &'static str, name: &'static str) -> Type {
    Type { name, above }
}

pub const TYPES: &[Type] = &[
    below("Thing", "Organization"),
    below("Organization", "Consortium"),
    below("Organization", "Corporation"),
    below("Organization", "EducationalOrganization"),
    below("EducationalOrganization", "CollegeOrUniversity"),
    below("Organization", "FundingScheme"),
    below("Organization", "GovernmentOrganization"),
    below("Organization", "NGO"),
    below("Organization", "Project"),
    below("Project", "FundingAgency"),
    below("Project", "ResearchProject"),
    below("Thing", "Person"),
    below("Thing", "Event"),
    below("Event", "BusinessEvent"),
    below("Event", "EducationEvent"),
    below("Event", "ExhibitionEvent"),
    below("Event", "Festival"),
    below("Event", "PublicationEvent"),
    below("Event", "SocialEvent"),
    below("Thing", "CreativeWork"),
    below("CreativeWork", "Article"),
    below("Article", "NewsArticle"),
    below("Article", "Report"),
    below("Article", "ScholarlyArticle"),
    below("Article", "TechArticle"),
    below("CreativeWork", "Book"),
    below("CreativeWork", "Dataset"),
    below("CreativeWork", "DigitalDocument"),
    below("CreativeWork", "Guide"),
    below("CreativeWork", "Legislation"),
    below("CreativeWork", "WebPage"),
    below("CreativeWork", "WebSite"),
    below("Thing", "Place"),
    below("Thing", "Product"),
];

const fn property(name: &'static str, of: &'static [&'static str], values: &'static [&'static str]) -> Property {
    Property { name, of, values, inverse: None, inside: None }
}

const fn two_sided(
    (name, inverse): (&'static str, &'static str),
    of: &'static [&'static str],
    values: &'static [&'static str],
) -> Property {
    Property { inverse: Some(inverse), ..property(name, of, values) }
}

const PEOPLE: &[&str] = &["Organization", "Person"];
const TEXT: &[&str] = &["Text"];
const DATE: &[&str] = &["Date"];
const WORK: &[&str] = &["CreativeWork"];

pub const PROPERTIES: &[Property] = &[
    property("alternateName", &["Thing"], TEXT),
    property("identifier", &["Thing"], &["Text", "URL"]),
    property("image", &["Thing"], &["URL"]),
    property("sameAs", &["Thing"], &["URL"]),
    property("url", &["Thing"], &["URL"]),
    two_sided(("subjectOf", "about"), &["Thing"], &["Event", "CreativeWork"]),
    // Organisations and people.
    Property {
        inside: Some("address"),
        ..property("addressCountry", &["Organization", "Person", "Place"], &["Country", "Text"])
    },
    Property { inside: Some("address"), ..property("addressLocality", &["Organization", "Person", "Place"], TEXT) },
    property("affiliation", &["Person"], &["Organization"]),
    property("areaServed", &["Organization"], &["Place", "Text"]),
    property("department", &["Organization"], &["Organization"]),
    property("dissolutionDate", &["Organization"], DATE),
    property("email", &["Organization", "Person"], TEXT),
    property("employee", &["Organization"], &["Person"]),
    property("founder", &["Organization"], &["Person"]),
    property("foundingDate", &["Organization"], DATE),
    property("jobTitle", &["Person"], TEXT),
    property("knowsAbout", PEOPLE, &["Text", "URL", "Thing"]),
    property("legalName", &["Organization"], TEXT),
    property("logo", &["Organization", "Place", "Product"], &["URL"]),
    two_sided(("member", "memberOf"), &["Organization"], PEOPLE),
    two_sided(("memberOf", "member"), PEOPLE, &["Organization"]),
    two_sided(("parentOrganization", "subOrganization"), &["Organization"], &["Organization"]),
    two_sided(("subOrganization", "parentOrganization"), &["Organization"], &["Organization"]),
    property("telephone", &["Organization", "Person", "Place"], TEXT),
    property("worksFor", &["Person"], &["Organization"]),
    // Events.
    property("attendee", &["Event"], PEOPLE),
    property("endDate", &["Event"], DATE),
    property("eventStatus", &["Event"], &["EventStatusType"]),
    property("location", &["Event", "Organization"], &["Place"]),
    property("organizer", &["Event"], PEOPLE),
    property("performer", &["Event"], PEOPLE),
    property("startDate", &["Event"], DATE),
    two_sided(("subEvent", "superEvent"), &["Event"], &["Event"]),
    two_sided(("superEvent", "subEvent"), &["Event"], &["Event"]),
    property("workFeatured", &["Event"], WORK),
    // Works.
    two_sided(("about", "subjectOf"), &["CreativeWork", "Event"], &["Thing"]),
    property("author", WORK, PEOPLE),
    property("citation", WORK, &["Text", "CreativeWork"]),
    property("contributor", &["CreativeWork", "Event"], PEOPLE),
    property("creator", WORK, PEOPLE),
    property("dateCreated", WORK, DATE),
    property("datePublished", WORK, DATE),
    property("editor", WORK, &["Person"]),
    property("expires", WORK, DATE),
    property("funder", &["CreativeWork", "Event", "Organization", "Person"], PEOPLE),
    two_sided(("hasPart", "isPartOf"), WORK, WORK),
    property("isBasedOn", WORK, &["CreativeWork", "URL", "Product"]),
    property("isbn", &["Book"], TEXT),
    two_sided(("isPartOf", "hasPart"), WORK, &["URL", "CreativeWork"]),
    property("keywords", WORK, &["DefinedTerm", "Text", "URL"]),
    property("license", WORK, &["URL", "CreativeWork"]),
    property("locationCreated", WORK, &["Place"]),
    property("mentions", WORK, &["Thing"]),
    property("publisher", WORK, PEOPLE),
    property("spatialCoverage", WORK, &["Place"]),
    property("sponsor", &["CreativeWork", "Event", "Organization", "Person"], PEOPLE),
    property("version", WORK, &["Number", "Text"]),
];

/// Members of types that are lists.
pub(super) const ENUMERATIONS: &[(&str, &[&str])] = &[(
    "EventStatusType",
    &["EventCancelled", "EventMovedOnline", "EventPostponed", "EventRescheduled", "EventScheduled"],
)];

pub(super) fn find_type(name: &str) -> Option<&'static Type> {
    TYPES.iter().find(|known| known.name == name)
}

pub(super) fn find_property(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|known| known.name == name)
}

impl Type {
    /// Whether it is the named type, or below it.
    pub fn is(&self, name: &str) -> bool {
        self.name == name || self.above == name || find_type(self.above).is_some_and(|above| above.is(name))
    }
}

impl Property {
    /// The property that says the same from the other side.
    pub fn other_side(&self) -> Option<&'static Property> {
        self.inverse.and_then(find_property)
    }

    /// Whether things of a type have it.
    pub fn is_of(&self, owner: &Type) -> bool {
        self.of.iter().any(|name| owner.is(name))
    }

    /// Whether a thing of a type can be its value.
    pub fn takes(&self, value: &Type) -> bool {
        self.values.iter().any(|name| value.is(name))
    }

    /// Whether a literal (`Text`, `URL` …) or a type that no entry has can be its value.
    pub fn takes_named(&self, name: &str) -> bool {
        self.values.contains(&name)
    }

    /// The members that its values are chosen from.
    pub fn members(&self) -> Option<&'static [&'static str]> {
        let (_, members) = ENUMERATIONS.iter().find(|(name, _)| self.takes_named(name))?;
        Some(members)
    }
}

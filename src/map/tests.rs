//! Tests of the shipped paths, asked of the very text that a page carries.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

type Point = (i32, i32);
type Segment = (Point, Point);

/// Lambert's azimuthal equal-area projection on a sphere, as boundaries.txt names it.
#[derive(Clone, Copy, Debug)]
struct Projection {
    longitude: f64,
    latitude: f64,
    /// The Earth's radius in units of the frame.
    radius: f64,
    /// The place of the projection's centre in the frame.
    centre: (f64, f64),
}

impl Projection {
    fn of_the_data() -> Self {
        let [longitude, latitude, radius, x, y] = numbers(lines("projection").next().unwrap()).unwrap();
        Self { longitude, latitude, radius, centre: (x, y) }
    }

    /// J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987), equations 24-2 to 24-4; y downwards.
    fn apply(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let (sin_l, cos_l) = (longitude - self.longitude).to_radians().sin_cos();
        let (sin_p, cos_p) = latitude.to_radians().sin_cos();
        let (sin_0, cos_0) = self.latitude.to_radians().sin_cos();
        let k = self.radius * (2.0 / (1.0 + sin_0 * sin_p + cos_0 * cos_p * cos_l)).sqrt();
        let (x, y) = self.centre;
        (x + k * cos_p * sin_l, y - k * (cos_0 * sin_p - sin_0 * cos_p * cos_l))
    }
}

/// The rest of each line of boundaries.txt that begins with this word.
fn lines(kind: &str) -> impl Iterator<Item = &'static str> {
    let prefix = format!("{kind} ");
    include_str!("boundaries.txt").lines().filter_map(move |line| line.strip_prefix(&prefix))
}

/// Degrees (east and north positive) in units of the frame, in tenths.
fn project(longitude: f64, latitude: f64) -> (f64, f64) {
    let (x, y) = Projection::of_the_data().apply(longitude, latitude);
    ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0)
}

fn country(iso: &str) -> Option<&'static CountryShape> {
    region().countries.iter().find(|country| country.iso == iso)
}

/// The rings of path data. Panics on anything but what [`CountryShape::path`] promises.
fn rings(path: &str) -> Vec<Vec<Point>> {
    let parts = path.strip_suffix('z').expect("a closed path").split('z');
    parts.map(|ring| ring_of(ring.strip_prefix('M').expect("an absolute start"))).collect()
}

fn ring_of(text: &str) -> Vec<Point> {
    let (start, moves) = text.split_once('l').expect("relative lines");
    let values = |text: &str| -> Vec<i32> {
        text.replace('-', " -").split_whitespace().map(|n| n.parse().expect("a whole number")).collect()
    };
    let [mut x, mut y] = values(start)[..] else { panic!("one start: {start}") };
    let mut ring = vec![(x, y)];
    for step in values(moves).chunks(2) {
        let [dx, dy] = *step else { panic!("moves come in pairs") };
        (x, y) = (x + dx, y + dy);
        ring.push((x, y));
    }
    ring
}

fn segments(ring: &[Point]) -> impl Iterator<Item = Segment> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn all_segments(country: &CountryShape) -> Vec<Segment> {
    rings(country.path).iter().flat_map(|ring| segments(ring).collect::<Vec<_>>()).collect()
}

/// Even-odd, over all rings of a country.
fn contains(country: &CountryShape, (x, y): (f64, f64)) -> bool {
    let crossed = all_segments(country).into_iter().filter(|&((ax, ay), (bx, by))| {
        let [ax, ay, bx, by] = [ax, ay, bx, by].map(f64::from);
        (ay > y) != (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay)
    });
    crossed.count() % 2 == 1
}

/// From a point to the nearest corner or edge, in units of the frame.
fn away(country: &CountryShape, (x, y): (f64, f64)) -> f64 {
    let distances = all_segments(country).into_iter().map(|((ax, ay), (bx, by))| {
        let [ax, ay, bx, by] = [ax, ay, bx, by].map(f64::from);
        let along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax).powi(2) + (by - ay).powi(2));
        let along = along.clamp(0.0, 1.0);
        (ax + along * (bx - ax) - x).hypot(ay + along * (by - ay) - y)
    });
    distances.fold(f64::INFINITY, f64::min)
}

/// The corners of the box around what is visible of a country, as its line says them: left, top, right, bottom.
fn bounds(country: &CountryShape) -> [i32; 4] {
    let line = lines("country").find_map(|line| line.strip_prefix(country.iso)).unwrap();
    let words: Vec<&str> = line.split_whitespace().take(7).collect();
    let [_x, _y, _room, left, top, right, bottom] = numbers(&words.join(" ")).unwrap();
    [left, top, right, bottom]
}

/// Twice the area; positive for clockwise on the screen.
fn doubled_area(ring: &[Point]) -> i64 {
    segments(ring).map(|((ax, ay), (bx, by))| i64::from(ax) * i64::from(by) - i64::from(bx) * i64::from(ay)).sum()
}

/// Each place, longitude and latitude, lies in the country named, and in no other.
fn check(iso: &str, places: &[(&str, f64, f64)]) {
    for &(place, longitude, latitude) in places {
        let point = project(longitude, latitude);
        let found: Vec<_> = region().countries.iter().filter(|country| contains(country, point)).collect();
        let found: Vec<_> = found.iter().map(|country| country.iso).collect();
        assert_eq!(found, [iso], "{place}");
    }
}

#[test]
fn crimea_and_the_east_are_ukraine() {
    check(
        "UA",
        &[
            ("Simferopol", 34.10, 44.95),
            ("Sevastopol", 33.52, 44.61),
            ("Kerch", 36.47, 45.36),
            ("Yalta", 34.16, 44.51),
            ("Yevpatoriia", 33.40, 45.21),
            ("Feodosiia", 35.36, 45.04),
            ("Dzhankoi", 34.39, 45.71),
            ("Armiansk", 33.69, 46.11),
            ("Donetsk", 37.80, 48.01),
            ("Luhansk", 39.31, 48.57),
            ("Mariupol", 37.55, 47.11),
            ("Melitopol", 35.37, 46.85),
            ("Kherson", 32.62, 46.65),
            ("Zaporizhzhia", 35.14, 47.84),
            ("Kharkiv", 36.25, 49.99),
            ("Odesa", 30.72, 46.47),
            ("Izmail", 28.84, 45.36),
            ("Uzhhorod", 22.30, 48.62),
            ("Chernivtsi", 25.94, 48.29),
        ],
    );
}

#[test]
fn all_of_cyprus_is_cyprus() {
    check(
        "CY",
        &[
            ("Nicosia", 33.36, 35.17),
            ("Nicosia, north", 33.36, 35.20),
            ("Kyrenia", 33.32, 35.33),
            ("Famagusta", 33.94, 35.12),
            ("Rizokarpaso", 34.38, 35.60),
            ("Larnaca", 33.62, 34.92),
            ("Paphos", 32.43, 34.78),
        ],
    );
    assert_eq!(rings(country("CY").unwrap().path).len(), 1, "one island, no inner border");
}

#[test]
fn recognised_borders_elsewhere() {
    check("MD", &[("Tiraspol", 29.63, 46.84), ("Rîbnița", 29.00, 47.77), ("Comrat", 28.66, 46.30)]);
    check("GE", &[("Sukhumi", 41.02, 43.01), ("Tskhinvali", 43.97, 42.23), ("Batumi", 41.65, 41.64)]);
    check("FI", &[("Mariehamn", 19.94, 60.11), ("Rovaniemi", 25.73, 66.50), ("Oulu", 25.47, 65.01)]);
    check("RU", &[("Kaliningrad", 20.51, 54.71), ("Rostov", 39.70, 47.24), ("Belgorod", 36.59, 50.60)]);
    check("PL", &[("Przemyśl", 22.77, 49.78), ("Gdańsk", 18.60, 54.33), ("Suwałki", 22.93, 54.10)]);
    check("SK", &[("Košice", 21.26, 48.72)]);
}

#[test]
fn each_capital_is_in_its_country() {
    let capitals = [
        ("AD", "Andorra la Vella", 1.52, 42.51),
        ("AL", "Tirana", 19.82, 41.33),
        ("AM", "Yerevan", 44.51, 40.18),
        ("AT", "Vienna", 16.37, 48.21),
        ("AZ", "Baku", 49.85, 40.40),
        ("BA", "Sarajevo", 18.41, 43.86),
        ("BE", "Brussels", 4.35, 50.85),
        ("BG", "Sofia", 23.32, 42.70),
        ("BY", "Minsk", 27.57, 53.90),
        ("CH", "Bern", 7.45, 46.95),
        ("CZ", "Prague", 14.42, 50.09),
        ("DE", "Berlin", 13.40, 52.52),
        ("EE", "Tallinn", 24.75, 59.43),
        ("ES", "Madrid", -3.70, 40.42),
        ("FI", "Helsinki", 24.94, 60.18),
        ("FR", "Paris", 2.35, 48.86),
        ("GB", "London", -0.13, 51.51),
        ("GE", "Tbilisi", 44.79, 41.72),
        ("GR", "Athens", 23.73, 37.98),
        ("HR", "Zagreb", 15.98, 45.81),
        ("HU", "Budapest", 19.04, 47.50),
        ("IE", "Dublin", -6.27, 53.35),
        ("IS", "Reykjavík", -21.90, 64.13),
        ("IT", "Rome", 12.50, 41.90),
        ("LI", "Vaduz", 9.52, 47.14),
        ("LT", "Vilnius", 25.28, 54.69),
        ("LU", "Luxembourg", 6.13, 49.61),
        ("LV", "Riga", 24.11, 56.95),
        ("MD", "Chișinău", 28.86, 47.01),
        ("ME", "Podgorica", 19.26, 42.44),
        ("MK", "Skopje", 21.43, 42.00),
        ("NL", "Amsterdam", 4.90, 52.37),
        ("NO", "Oslo", 10.75, 59.93),
        ("PL", "Warsaw", 21.01, 52.23),
        ("RO", "Bucharest", 26.10, 44.43),
        ("RS", "Belgrade", 20.46, 44.82),
        ("RU", "Moscow", 37.62, 55.75),
        ("SI", "Ljubljana", 14.51, 46.05),
        ("SK", "Bratislava", 17.11, 48.15),
        ("SM", "San Marino", 12.45, 43.94),
        ("TR", "Ankara", 32.85, 39.93),
        ("UA", "Kyiv", 30.52, 50.45),
        ("XK", "Prishtina", 21.17, 42.67),
    ];
    for (iso, capital, longitude, latitude) in capitals {
        check(iso, &[(capital, longitude, latitude)]);
    }
    // On the water's edge, or (Monaco) in a country smaller than a unit of the frame: at most that far from it.
    for (iso, longitude, latitude) in
        [("DK", 12.55, 55.68), ("MC", 7.42, 43.74), ("MT", 14.51, 35.90), ("PT", -9.14, 38.72), ("SE", 18.06, 59.33)]
    {
        let point = project(longitude, latitude);
        let nearest = region().countries.iter().min_by(|a, b| away(a, point).total_cmp(&away(b, point))).unwrap();
        assert_eq!((nearest.iso, away(nearest, point) < 3.0), (iso, true));
    }
}

#[test]
fn rings_enclose_something_and_holes_turn_the_other_way() {
    for country in &region().countries {
        let rings = rings(country.path);
        assert!(doubled_area(&rings[0]) > 0, "{}", country.iso);
        for ring in &rings {
            assert!(ring.len() >= 3 && doubled_area(ring) != 0, "{}", country.iso);
            let corners: BTreeSet<_> = ring.iter().collect();
            assert_eq!(corners.len(), ring.len(), "{}: a ring meets itself", country.iso);
        }
    }
    let holes = |iso| {
        let rings = rings(country(iso).unwrap().path);
        rings.iter().filter(|ring| doubled_area(ring) < 0).count()
    };
    assert_eq!(holes("IT"), 1, "San Marino is not Italy");
    assert_eq!(holes("UA") + holes("PL") + holes("RO"), 0);
}

#[test]
fn no_two_lines_cross() {
    let mut all: Vec<(i32, i32, Segment)> = Vec::new();
    for country in &region().countries {
        all.extend(all_segments(country).into_iter().map(|s| (s.0.0.min(s.1.0), s.0.0.max(s.1.0), s)));
    }
    all.sort_unstable();
    for (i, &(_, right, a)) in all.iter().enumerate() {
        for &(_, _, b) in all.iter().skip(i + 1).take_while(|(left, ..)| *left <= right) {
            let same = a == b || a == (b.1, b.0);
            assert!(same || !cross(a, b), "{a:?} and {b:?}");
        }
    }
}

/// Properly, or by lying on each other for a stretch; meeting in a point is no crossing.
fn cross((a, b): Segment, (c, d): Segment) -> bool {
    let side = |a: Point, b: Point, c: Point| {
        let wide = |n: i32| i64::from(n);
        (wide(b.0 - a.0) * wide(c.1 - a.1) - wide(b.1 - a.1) * wide(c.0 - a.0)).signum()
    };
    let (s, t, u, v) = (side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b));
    if s == 0 && t == 0 {
        let along = |p: Point| if a.0 == b.0 { p.1 } else { p.0 };
        let (from, to) =
            (along(a).min(along(b)).max(along(c).min(along(d))), along(a).max(along(b)).min(along(c).max(along(d))));
        return to > from;
    }
    s * t < 0 && u * v < 0
}

#[test]
fn borders_are_drawn_once_for_both_sides() {
    let mut owners: BTreeMap<Segment, Vec<&str>> = BTreeMap::new();
    for country in &region().countries {
        for segment in all_segments(country) {
            owners.entry(segment).or_default().push(country.iso);
        }
    }
    for (&(a, b), owner) in &owners {
        assert_eq!(owner.len(), 1, "{a:?} to {b:?} twice the same way, so two shapes overlap");
    }
    // A country without a coast has a neighbour behind every line: there is no gap anywhere around it.
    for iso in ["AD", "AM", "AT", "BY", "CH", "CZ", "HU", "LI", "LU", "MD", "MK", "RS", "SK", "SM", "XK"] {
        let country = country(iso).unwrap();
        for (a, b) in all_segments(country) {
            assert!(owners.contains_key(&(b, a)), "{iso}: nothing beyond {a:?} to {b:?}");
        }
    }
    for (iso, neighbours) in [("UA", "BY HU MD PL RO RU SK"), ("PL", "BY CZ DE LT RU SK UA"), ("LV", "BY EE LT RU")] {
        let segments = all_segments(country(iso).unwrap());
        let found: BTreeSet<_> = segments.iter().filter_map(|&(a, b)| owners.get(&(b, a))).flatten().copied().collect();
        assert_eq!(Vec::from_iter(found).join(" "), neighbours, "neighbours of {iso}");
    }
}

#[test]
fn labels_stand_inside() {
    for country in &region().countries {
        let (x, y) = country.centre;
        let point = (f64::from(x) + 0.01, f64::from(y) + 0.01);
        assert!(contains(country, point) || country.room <= 1, "{}", country.iso);
        let [left, top, right, bottom] = bounds(country);
        assert!((left..=right).contains(&x) && (top..=bottom).contains(&y), "{}", country.iso);
        assert!(left >= 0 && top >= 0 && right <= region().width && bottom <= region().height);
    }
    for (iso, small) in [("LU", true), ("MT", true), ("MD", true), ("CY", true), ("UA", false), ("CZ", false)] {
        assert_eq!(country(iso).unwrap().small, small, "{iso}");
    }
}

#[test]
fn every_line_of_the_data_is_read() {
    let lines: Vec<_> = include_str!("boundaries.txt").lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 3 + self::lines("sea").count() + region().countries.len());
    assert!(region().countries.is_sorted_by(|a, b| a.iso < b.iso));
    assert_eq!(country("VA"), None);
    assert!(region().width > 0 && region().height > 0);
}

#[test]
fn the_whole_map_stays_light() {
    let weight: usize = region().countries.iter().map(|country| country.path.len()).sum();
    assert!(weight <= 36_000, "{weight} bytes of paths; about two fifths of that compressed");
}

#[test]
fn places_are_projected_as_the_shapes_are() {
    assert_eq!(project(20.0, 52.0), (1024.0, 888.0));
    for (name, longitude, latitude) in [("black", 34.3, 43.3), ("norwegian", 3.0, 66.3)] {
        let at = lines("sea").find_map(|line| line.strip_prefix(name)).unwrap();
        let [left, top]: [i32; 2] = numbers(at).unwrap();
        let (x, y) = project(longitude, latitude);
        assert!((x - f64::from(left)).abs() <= 0.6 && (y - f64::from(top)).abs() <= 0.6, "{name}");
    }
}

#[test]
fn the_published_drawing_has_the_shapes_that_are_tested_here() {
    let drawing = drawing();
    for CountryShape { iso, path, .. } in &region().countries {
        let shape = format!("<path id=\"{iso}\" vector-effect=\"non-scaling-stroke\" d=\"{path}\"/>");
        assert_eq!(drawing.svg.matches(&shape).count(), 1, "{iso}");
    }
    assert!(drawing.path.starts_with("assets/map.") && drawing.path.ends_with(".svg"));
}

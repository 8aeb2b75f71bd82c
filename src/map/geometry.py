"""The plane geometry that derive.py needs: thinning lines, finding crossings, clipping to a frame, label points."""

from heapq import heapify, heappop, heappush
from math import inf, sqrt


def area(ring):
    """Signed: positive for a ring that goes clockwise on the screen (y downwards)."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1])) / 2


def triangle(a, b, c):
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def importance(line):
    """Visvalingam and Whyatt: the area that each point's loss would change, never less than that of points lost before.

    The ends stay. A closed line keeps its two most important other points, so that something is left of an island.
    """
    last = len(line) - 1
    left, right = list(range(-1, last)), list(range(1, last + 2))
    weight = [inf] * len(line)
    size = {i: triangle(line[i - 1], line[i], line[i + 1]) for i in range(1, last)}
    heap = [(s, i) for i, s in size.items()]
    heapify(heap)
    floor, gone = 0.0, set()
    while heap:
        s, i = heappop(heap)
        if i in gone or s != size[i]:
            continue
        if line[0] == line[-1] and last - 1 - len(gone) <= 2:
            break
        gone.add(i)
        floor = weight[i] = max(floor, s)
        l, r = left[i], right[i]
        right[l], left[r] = r, l
        for j in (l, r):
            if 0 < j < last:
                size[j] = triangle(line[left[j]], line[j], line[right[j]])
                heappush(heap, (size[j], j))
    return weight


def thinned(line, weight, limit):
    """The points that weigh at least so much, in whole numbers, none twice in a row."""
    points = []
    for (x, y), w in zip(line, weight):
        point = (round(x), round(y))
        if w >= limit and (not points or points[-1] != point):
            points.append(point)
    if len(points) == 1:
        points *= 2
    return points


def rounded_ring(points):
    """A ring without repeated points and spikes; nothing if it encloses nothing."""
    ring = [p for i, p in enumerate(points) if p != points[i - 1]]
    while len(ring) >= 3:
        # A spike out and back the same way encloses nothing.
        spikes = {i for i in range(len(ring)) if ring[i - 1] == ring[(i + 1) % len(ring)]}
        if not spikes:
            break
        i = min(spikes)
        ring = [p for j, p in enumerate(ring) if j not in (i, (i + 1) % len(ring))]
    return ring if len(ring) >= 3 and area(ring) != 0 else None


def side(a, b, c):
    s = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (s > 0) - (s < 0)


def cross(a, b, c, d):
    """Whether two segments cross, or lie on each other for a stretch; meeting in a point is allowed."""
    s, t, u, v = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    if s == t == 0:
        k = 0 if a[0] != b[0] else 1
        return min(max(a[k], b[k]), max(c[k], d[k])) > max(min(a[k], b[k]), min(c[k], d[k]))
    return s * t < 0 and u * v < 0


def crossings(lines):
    """The names of lines that cross others or themselves."""
    cell, grid, found = 24, {}, set()
    for n, line in lines.items():
        for i, (a, b) in enumerate(zip(line, line[1:])):
            for gx in range(min(a[0], b[0]) // cell, max(a[0], b[0]) // cell + 1):
                for gy in range(min(a[1], b[1]) // cell, max(a[1], b[1]) // cell + 1):
                    grid.setdefault((gx, gy), []).append((n, i, a, b))
    for segments in grid.values():
        for i, (n, k, a, b) in enumerate(segments):
            for m, j, c, d in segments[i + 1:]:
                if a != b and c != d and (n, k) != (m, j) and cross(a, b, c, d):
                    found.update((n, m))
    return found


def clip_to(polygon, left, top, right, bottom):
    """The polygons that are left of one inside a frame. No corner may lie on the frame's lines."""
    polygons = [polygon]
    for axis, line, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        polygons = [part for p in polygons for part in clip(p, axis, line, sign)]
    return polygons


def clip(rings, axis, line, sign):
    """One half-plane: rings are cut into chains, whose ends are joined in pairs along the line."""
    inside = [[(p[axis] - line) * sign > 0 for p in ring] for ring in rings]
    if all(map(all, inside)):
        return [rings]
    whole = [ring for ring, flags in zip(rings, inside) if all(flags)]
    chains = [chain for ring, flags in zip(rings, inside) if any(flags) and not all(flags)
              for chain in chains_of(ring, flags, axis, line)]
    # Along the line, ends take turns entering and leaving the polygon.
    ends = sorted((position, k, end) for k, (chain, exact) in enumerate(chains) for end, position in enumerate(exact))
    mate = {}
    for (_, k, e), (_, m, f) in zip(ends[::2], ends[1::2]):
        mate[k, e], mate[m, f] = (m, f), (k, e)
    closed, used = [], set()
    for k in range(len(chains)):
        ring = []
        while k not in used:
            used.add(k)
            ring.extend(chains[k][0])
            k = mate[k, 1][0]
        ring = rounded_ring(ring) if ring else None
        if ring:
            closed.append(ring)
    outer = [[ring] for ring in closed]
    if whole and whole[0] is rings[0]:
        outer.append([whole.pop(0)])
    for hole in whole:
        home = [p for p in outer if contains(p[0], hole[0])]
        if home:
            home[0].append(hole)
    return outer


def chains_of(ring, flags, axis, line):
    """The stretches of a ring inside, each with its crossing points (rounded) and their exact places on the line."""
    first = next(i for i in range(len(ring)) if flags[i] and not flags[i - 1])
    order = [(first + i) % len(ring) for i in range(len(ring))]
    chains, chain, entry = [], None, None
    for i in order:
        a, b = ring[i - 1], ring[i]
        if flags[i] and not flags[i - 1]:
            entry = meeting(a, b, axis, line)
            chain = [rounded(entry, axis, line)]
        if flags[i]:
            chain.append(b)
        nxt = (i + 1) % len(ring)
        if flags[i] and not flags[nxt]:
            leave = meeting(ring[i], ring[nxt], axis, line)
            chain.append(rounded(leave, axis, line))
            chains.append((chain, (entry, leave)))
    return chains


def meeting(a, b, axis, line):
    # In one fixed order, so that both countries at a border cut it in the same point.
    a, b = sorted((a, b))
    return a[1 - axis] + (b[1 - axis] - a[1 - axis]) * (line - a[axis]) / (b[axis] - a[axis])


def rounded(position, axis, line):
    outward = round(line + 0.5) if line > 0 else round(line - 0.5)
    return (outward, round(position)) if axis == 0 else (round(position), outward)


def contains(ring, point):
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
            odd = not odd
    return odd


def distance(polygon, x, y):
    """To the nearest edge; negative outside."""
    best, odd = inf, False
    for ring in polygon:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                odd = not odd
            dx, dy = bx - ax, by - ay
            t = max(0, min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
            best = min(best, (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2)
    return sqrt(best) * (1 if odd else -1)


def pole(polygon, precision=0.5):
    """The point inside that is furthest from every edge, and how far: quarter the box, best cells first."""
    xs, ys = [x for x, _ in polygon[0]], [y for _, y in polygon[0]]
    half = max(max(xs) - min(xs), max(ys) - min(ys)) / 2
    centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    best, room = centre, distance(polygon, *centre)
    cells = [(-(room + half * sqrt(2)), *centre, half)]
    while cells:
        bound, x, y, half = heappop(cells)
        if -bound - room <= precision:
            break
        half /= 2
        for u, v in ((x - half, y - half), (x + half, y - half), (x - half, y + half), (x + half, y + half)):
            d = distance(polygon, u, v)
            if d > room:
                best, room = (u, v), d
            heappush(cells, (-(d + half * sqrt(2)), u, v, half))
    return best, max(room, 0)

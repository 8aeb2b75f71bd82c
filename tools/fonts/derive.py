#!/usr/bin/env python3
"""Derives the theme's fonts, and the part of site.css that declares them, from Inter and Source Serif 4, as Fontsource publishes them on npm.

README.md beside this file says how to call it, and why the result is what it is.
"""

import argparse
import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# What English needs, with the punctuation and signs that typography sets in any language.
LATIN = {
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2BC, 0x2C6, 0x2DA, 0x2DC, 0x2009, *range(0x2010, 0x2012),
    0x2013, 0x2014, *range(0x2018, 0x201F), 0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2212,
}
# All of Latin Extended-A and the Romanian letters with a comma: Polish, Czech, Slovak, Lithuanian, Latvian, Turkish …
LATIN_EXT = {*range(0x100, 0x180), *range(0x218, 0x21C), 0x2C7, 0x2DD, 0x1E9E, 0x2020} - LATIN
# Ukrainian (Ґ and ґ are U+0490 and U+0491) and the other Slavic alphabets, the stress mark, the number sign.
CYRILLIC = {0x301, *range(0x400, 0x460), 0x490, 0x491, 0x2116}
# The hryvnia sign, which the source keeps apart. A file of its own, fetched only where a page has it.
HRYVNIA = {0x20B4}

# Characters without a glyph in the source that look like one that has: hyphen, non-breaking hyphen, narrow no-break space.
ALIKE = {0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0x2009}

FEATURES = ["ccmp", "kern", "liga", "lnum", "mark", "mkmk", "pnum", "rlig", "rvrn", "tnum"]

# Source's name is reserved by its licence for unmodified versions, so both families get names of the theme's own.
FAMILIES = {
    "sans": ("Intermarium Sans", "inter", {"latin": LATIN, "latin-ext": LATIN_EXT, "cyrillic": CYRILLIC, "hryvnia": HRYVNIA}),
    "serif": ("Intermarium Serif", "source-serif-4", {"latin": LATIN, "latin-ext": LATIN_EXT, "cyrillic": CYRILLIC}),
}
SOURCES = {"hryvnia": "cyrillic-ext"}
WEIGHTS = (400, 700)

# Fonts that readers' machines have, by what stands in for them here with the same widths; family, files, local names.
FALLBACKS = {
    "sans": [
        ("Arial", "LiberationSans-{}.ttf", {"Regular": ["Arial", "ArialMT", "Liberation Sans", "Arimo"],
                                            "Bold": ["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold"]}),
        ("Roboto", "roboto-{script}-{}-normal.woff2", {"Regular": ["Roboto", "Roboto Regular"], "Bold": ["Roboto Bold"]}),
    ],
    "serif": [
        ("Times", "LiberationSerif-{}.ttf", {"Regular": ["Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos"],
                                             "Bold": ["Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold"]}),
        ("Noto", "noto-serif-{script}-{}-normal.woff2", {"Regular": ["Noto Serif"], "Bold": ["Noto Serif Bold"]}),
    ],
}
# Prose to weigh letters by; the widths of a face's whole alphabet would say little about lines of text.
SAMPLES = {
    "latin": "The Memorandum was signed in the spring by the associations of clusters of six countries, from the Baltic to "
             "the Black Sea and the Adriatic. Its members share laboratories, train specialists and look for partners in "
             "aerospace, electronics and machine building; since 2023 they have met four times a year, each time as the "
             "guests of another region, and what they agree on is published here with its sources.",
    "cyrillic": "Меморандум підписали навесні об'єднання кластерів шести країн, від Балтики до Чорного моря й Адріатики. "
                "Його учасники разом користуються лабораторіями, готують фахівців і шукають партнерів в авіакосмічній "
                "галузі, електроніці та машинобудуванні; щороку вони зустрічаються чотири рази, щоразу в гостях у іншого "
                "регіону, а про що домовилися, те публікується тут із посиланнями на джерела.",
}
# Around the fonts in site.css.
BEGIN = "/* fonts, made by tools/fonts/derive.py: change that instead. Licences: fonts/OFL-*.txt. */"
END = "/* end of fonts */"
CYRILLIC_RANGE = "U+0301, U+0400-045F, U+0490-0491, U+2116, U+20B4"


def source(packages, family, part):
    folder = packages / "@fontsource-variable" / family / "files"
    return folder / f"{family}-{SOURCES.get(part, part)}-wght-normal.woff2"


def derived(path, characters, name):
    """One variable font with only these characters and weights, under a name of its own."""
    font = instancer.instantiateVariableFont(TTFont(path, recalcTimestamp=False), {"wght": (WEIGHTS[0], WEIGHTS[0], WEIGHTS[1])})
    # The subsetter wants the tables as a file has them, not as the instancer left them.
    font = reread(font, None)
    for table in font["cmap"].tables:
        for missing, alike in ALIKE.items():
            if missing in characters and alike in table.cmap:
                table.cmap.setdefault(missing, table.cmap[alike])
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    options.drop_tables += ["BASE", "GlyphOrder", "gasp", "prep"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    missing = sorted(characters - set(font.getBestCmap()))
    print(f"{name}, {path.name}: {len(font.getGlyphOrder())} glyphs, missing {[f'{c:04X}' for c in missing]}")
    for record in font["name"].names:
        own = {1: name, 3: f"{name} Regular", 4: f"{name} Regular", 6: f"{name.replace(' ', '')}-Regular"}.get(record.nameID)
        if own:
            record.string = own
    return font


def reread(font, flavor):
    font.flavor = flavor
    data = io.BytesIO()
    font.save(data)
    data.seek(0)
    return TTFont(data, recalcTimestamp=False)


def width(font, text):
    """Of a text set in this font, in ems. Kerning is left out on both sides of every comparison."""
    cmap, advances = font.getBestCmap(), font["hmtx"].metrics
    units = sum(advances[cmap[ord(c)]][0] for c in text if ord(c) in cmap)
    return units / font["head"].unitsPerEm


def ranges(characters):
    """CSS unicode-range of a set of characters."""
    spans = []
    for c in sorted(characters):
        if spans and spans[-1][1] == c - 1:
            spans[-1][1] = c
        else:
            spans.append([c, c])
    return ", ".join(f"U+{a:04X}" if a == b else f"U+{a:04X}-{b:04X}" for a, b in spans)


def face(**declarations):
    lines = "".join(f"  {name.replace('_', '-')}: {value};\n" for name, value in declarations.items())
    return f"@font-face {{\n{lines}}}\n"


def fallback_faces(key, fonts, stand_ins):
    """Local fonts stretched to the widths and heights of ours, so that nothing moves when ours arrive."""
    name = FAMILIES[key][0]
    head, line = fonts["latin"]["head"], fonts["latin"]["hhea"]
    ascent, descent = line.ascent / head.unitsPerEm, -line.descent / head.unitsPerEm
    css = ""
    for suffix, pattern, locals_of in FALLBACKS[key]:
        for style, weights, at in (("Regular", "400 500", 400), ("Bold", "600 700", 600 if key == "serif" else 700)):
            gap = 0.0
            for script, text in SAMPLES.items():
                file = pattern.format({"Regular": "400", "Bold": "700"}[style] if "{script}" in pattern else style, script=script)
                theirs = TTFont(stand_ins[file])
                ours = instancer.instantiateVariableFont(reread(fonts[script], None), {"wght": at})
                both = set(theirs.getBestCmap()) & set(ours.getBestCmap())
                letters = "".join(c for c in text if ord(c) in both)
                # Spaces come from the Latin face in any text. What its stretching leaves over, the Cyrillic letters take up.
                ratio = (width(ours, letters) + gap * text.count(" ")) / width(theirs, letters)
                if script == "latin":
                    gap = width(ours, " ") - ratio * width(theirs, " ")
                css += face(
                    font_family=f'"{name} {suffix}"',
                    src=", ".join(f'local("{local}")' for local in locals_of[style]),
                    font_weight=weights,
                    size_adjust=f"{ratio:.2%}",
                    ascent_override=f"{ascent / ratio:.2%}",
                    descent_override=f"{descent / ratio:.2%}",
                    line_gap_override="0%",
                    **({"unicode_range": CYRILLIC_RANGE} if script == "cyrillic" else {}),
                )
    return css


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("packages", type=Path, help="the node_modules folder with the Fontsource packages")
    arguments.add_argument("liberation", type=Path, help="the folder with Liberation's fonts")
    arguments.add_argument("static", type=Path, help="the theme's static folder")
    given = arguments.parse_args()
    stand_ins = {p.name: p for p in [*given.liberation.glob("*.ttf"), *given.packages.glob("@fontsource/*/files/*.woff2")]}
    out = given.static / "fonts"
    css = f"{BEGIN}\n"
    for key, (name, family, parts) in FAMILIES.items():
        fonts = {part: derived(source(given.packages, family, part), set(c), name) for part, c in parts.items()}
        for part, font in fonts.items():
            reached = set(font.getBestCmap())
            font.flavor = "woff2"
            font.save(out / f"{key}-{part}.woff2")
            css += face(
                font_family=f'"{name}"',
                src=f'url("../fonts/{key}-{part}.woff2") format("woff2")',
                font_weight=f"{WEIGHTS[0]} {WEIGHTS[1]}",
                font_style="normal",
                font_display="swap",
                unicode_range=ranges(reached),
            )
        css += fallback_faces(key, fonts, stand_ins)
        licence = (given.packages / "@fontsource-variable" / family / "LICENSE").read_text(encoding="utf-8")
        text = licence[licence.index("This Font Software is licensed"):].replace("\r\n", "\n").rstrip()
        owner = fonts["latin"]["name"].getDebugName(0)
        (out / f"OFL-{family}.txt").write_text(f"{owner}\n\n{text}\n", encoding="utf-8")
    # In the one style sheet, so that no page waits for a second request.
    sheet = given.static / "css" / "site.css"
    before, rest = sheet.read_text(encoding="utf-8").split(BEGIN)
    sheet.write_text(before + css + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()

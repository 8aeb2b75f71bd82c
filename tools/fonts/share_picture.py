"""Makes the fonts of share pictures: static cuts with the letters that they draw, and the kerning of GPOS as a kern table.

    python3 tools/fonts/share_picture.py SOURCE.ttf NAME OUT.ttf
"""
import sys, unicodedata
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

RANGES = ["20-7e", "a0-17f", "218-21b", "301", "400-45f", "490-491", "1e80-1e85", "1e9e", "2010-2015", "2018-201e", "2020-2022",
          "2026", "2030", "2032-2033", "2039-203a", "20ac", "20b4", "2116", "2122", "2212"]
# Pairs of letters of one script, and of letters with signs, are worth their room.
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CYRILLIC = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
SIGNS = ".,:;-–—’«»“”„()0123456789/"


def code_points():
    for text in RANGES:
        first, _, last = text.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def kerning(font):
    table = font["GPOS"].table
    wanted = {at for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"
              for at in record.Feature.LookupListIndex}
    names = font.getBestCmap()
    scripts = [{names[ord(c)] for c in script + SIGNS if ord(c) in names} for script in (LATIN, CYRILLIC)]
    pairs = [(one, other) for script in scripts for one in script for other in script]
    found = {}
    for at in sorted(wanted):
        done = set()
        for sub in table.LookupList.Lookup[at].SubTable:
            sub = sub.ExtSubTable if sub.LookupType == 9 else sub
            if sub.LookupType != 2:
                continue
            covered = {name: place for place, name in enumerate(sub.Coverage.glyphs)}
            for pair in pairs:
                if pair in done or pair[0] not in covered:
                    continue
                if sub.Format == 1:
                    records = sub.PairSet[covered[pair[0]]].PairValueRecord
                    record = next((record for record in records if record.SecondGlyph == pair[1]), None)
                    if record is None:
                        continue
                else:
                    row = sub.Class1Record[sub.ClassDef1.classDefs.get(pair[0], 0)]
                    record = row.Class2Record[sub.ClassDef2.classDefs.get(pair[1], 0)]
                done.add(pair)
                value = getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0
                if value:
                    found.setdefault(pair, value)
    return found


def main(source, name, out):
    options = subset.Options(layout_features=["kern"], hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 13, 14])
    options.drop_tables += ["GDEF", "STAT", "DSIG", "gasp"]
    font = TTFont(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points())
    subsetter.subset(font)
    kern = KernTable_format_0()
    kern.coverage, kern.version, kern.apple, kern.tupleIndex, kern.kernTable = 1, 0, False, None, kerning(font)
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [kern]
    for tag in ("GPOS", "GSUB", "GDEF"):
        if tag in font:
            del font[tag]
    for record in list(font["name"].names):
        if record.nameID == 1:
            # The names of both sources are theirs alone (OFL 1.1, reserved font names).
            font["name"].setName(name, 1, record.platformID, record.platEncID, record.langID)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(out)
    print(out, len(kern.kernTable), "pairs")


main(*sys.argv[1:])

//! The pictures are the seeds of the fuzzer: each holds a place, an author or a comment, and something after its end.

use super::*;

const SECRETS: &[&str] =
    &["GPSDATA", "Author", "comment", "TRAILER", "xmpmeta", "ns.adobe", "Photoshop", "tIME", "rdf"];

fn seed(name: &str) -> &'static [u8] {
    let bytes: &[u8] = match name {
        "x.png" => include_bytes!("../../../fuzz/corpus/attachment/png"),
        "x.jpg" => include_bytes!("../../../fuzz/corpus/attachment/jpeg"),
        "x.gif" => include_bytes!("../../../fuzz/corpus/attachment/gif"),
        "x.webp" => include_bytes!("../../../fuzz/corpus/attachment/webp"),
        _ => include_bytes!("../../../fuzz/corpus/attachment/svg"),
    };
    &bytes[1..]
}

/// Sizes are after the quarter turn that the pictures with EXIF ask for.
#[test]
fn pictures_lose_what_is_not_seen_and_keep_what_is() {
    for (name, size, kept) in [
        ("x.png", (1, 2), &[&b"IHDR"[..], b"IDAT", b"IEND", b"eXIf"][..]),
        ("x.jpg", (3, 5), &[b"JFIF", b"Exif\0\0MM", b"\xff\xda", b"\x12\xff\0\x34\xff\xd0\x56\xff\xd9"]),
        ("x.gif", (2, 1), &[b"NETSCAPE2.0", b"\x02\x02\x44\x0a\0;"]),
        ("x.webp", (2, 3), &[b"VP8X", b"VP8L", b"EXIF"]),
        ("x.svg", (10, 20), &[b"M0 0h1v2z", b"url(#g)", b"a &amp; b", b"xlink:href=\"#b\""]),
    ] {
        let clean = clean(name, seed(name)).unwrap();
        assert_eq!(clean.size, Some(size), "{name}");
        let holds = |what: &[u8]| clean.bytes.windows(what.len()).any(|window| window == what);
        for what in kept {
            assert!(holds(what), "{name} keeps {}", String::from_utf8_lossy(what));
        }
        for secret in SECRETS {
            assert!(!holds(secret.as_bytes()), "{name} gives away {secret}");
        }
        assert_eq!(super::clean(name, &clean.bytes).as_ref(), Ok(&clean), "{name} is clean once cleaned");
    }
}

#[test]
fn a_picture_cut_off_anywhere_is_refused_or_whole() {
    for name in ["x.png", "x.jpg", "x.gif", "x.webp", "x.svg"] {
        let whole = clean(name, seed(name)).unwrap();
        for length in 0..seed(name).len() {
            if let Ok(clean) = clean(name, &seed(name)[..length]) {
                assert_eq!(clean.size, whole.size, "{name} cut at {length}");
            }
        }
    }
}

#[test]
fn the_content_must_be_what_the_name_says() {
    let refused = |name: &str, bytes: &[u8]| clean(name, bytes).unwrap_err().message.to_string();
    for (name, bytes) in [
        ("x.png", seed("x.jpg")),
        ("x.jpg", seed("x.png")),
        ("x.gif", seed("x.webp")),
        ("x.webp", &b"RIFF\x04\0\0\0WEBP"[..]),
        ("x.pdf", b"<html>%PDF-1.7 %%EOF"),
        ("x.png", b""),
        ("x.svg", b"GIF89a"),
        ("x.txt", b"\xff\xfe"),
    ] {
        assert!(!refused(name, bytes).is_empty(), "{name}");
    }
    for name in
        ["x.html", "x.htm", "x.js", "x.exe", "x", "x.php", "x.xml", "x.svgz", "x.avif", "png", "x.docx", "x.swf"]
    {
        assert_eq!(refused(name, b""), "is of a kind that is not published", "{name}");
    }
    assert_eq!(refused("x.PNG", seed("x.png")), "has an ending in capital letters");
    let huge = [&b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;"[..]].concat();
    assert_eq!(refused("x.gif", &huge), "is 65535 by 65535 pixels; up to 16384 each way can be");
}

#[test]
fn tables_hold_nothing_that_a_spreadsheet_would_run() {
    assert!(clean("x.csv", "name;number\nїжак;-12.5\n".as_bytes()).is_ok());
    for hostile in ["a,=1+1\n", "a;@SUM(A1)\n", "\"=cmd|' /C calc'!A0\"\n", "a\t+x\n", "a, =x\n", "＝x\n"] {
        let refusal = clean("x.csv", hostile.as_bytes()).unwrap_err();
        assert!(refusal.message.to_string().starts_with("has a cell in line 1"), "{hostile}: {refusal:?}");
    }
}

fn svg_around(inside: &str) -> Result<String, String> {
    let text =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\">{inside}</svg>");
    match clean("x.svg", text.as_bytes()) {
        Ok(clean) => Ok(String::from_utf8(clean.bytes).unwrap()),
        Err(refusal) => Err(refusal.message.to_string()),
    }
}

#[test]
fn what_acts_in_a_drawing_is_refused() {
    for hostile in [
        "<script>alert(1)</script>",
        "<script href=\"x.js\"/>",
        "<SCRIPT/>",
        "<g onload=\"alert(1)\"/>",
        "<g ONLOAD=\"alert(1)\"/>",
        "<g\tonclick='alert(1)'/>",
        "<a href=\"javascript:alert(1)\"><path d=\"\"/></a>",
        "<use href=\"javascript:alert(1)\"/>",
        "<use href=\"data:image/svg+xml,x#y\"/>",
        "<use xlink:href=\"https://evil.example/x.svg#y\"/>",
        "<use href=\"other.svg#y\"/>",
        "<use href=\"&#35;a b\"/>",
        "<path href=\"#a\"/>",
        "<image href=\"https://evil.example/x.png\"/>",
        "<image href=\"data:image/png;base64,AAAA\"/>",
        "<foreignObject><div/></foreignObject>",
        "<g xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>",
        "<set attributeName=\"onload\" to=\"alert(1)\"/>",
        "<animateTransform/>",
        "<handler/>",
        "<iframe/>",
        "<style>@media print{a{fill:url(https://evil.example/)}}</style>",
        "<style>@import 'x';a{fill:url(https://evil.example/)}</style>",
        "<style>@import a{} url(https://evil.example/)</style>",
        "<style>@\\69mport url(https://evil.example/);</style>",
        "<style>a{background:url(https://evil.example/)}</style>",
        "<style>a{background:\\75rl(https://evil.example/)}</style>",
        "<style>a{background:u&#114;l(//evil.example/)}</style>",
        "<style><![CDATA[a{background:URL( 'https://evil.example/' )}]]></style>",
        "<style>a{x:image-set('https://evil.example/' 1x)}</style>",
        "<style>@font-face{src:url(x){}} url(https://evil.example/)</style>",
        "<style><g/></style>",
        "<path style=\"fill:url(https://evil.example/#a)\"/>",
        "<path fill=\"url(https://evil.example/#a)\"/>",
        "<path fill=\"\\75 rl(https://evil.example/#a)\"/>",
        "<path filter=\"url('x.svg#a')\"/>",
        "<path cursor=\"url(x.cur)\"/>",
        "<path unknown=\"x\"/>",
        "<path d='&bogus;'/>",
        "<text>&bogus;</text>",
        "<text>&#0;</text>",
        "<text>&#x202e;</text>",
        "<path id=\"a b\"/>",
        "</svg><script/><svg>",
        "<g>",
        "</g>",
        "<path d=\"\" d=\"\"/>",
        "<g id=\"a\"><use href=\"#a\"/></g>",
        "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>",
        "<pattern id=\"a\"><path fill=\"url(#a)\"/></pattern><path fill=\"url(#a)\"/>",
    ] {
        let result = svg_around(hostile);
        assert!(result.is_err(), "{hostile} became {result:?}");
    }
    for whole in [
        "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\"><svg/>",
        "<svg/><svg/>",
        "<html/>",
        "<svg",
        "",
        "text",
        "<svg/>text",
    ] {
        assert!(clean("x.svg", whole.as_bytes()).is_err(), "{whole}");
    }
}

#[test]
fn what_only_draws_stays_and_notes_of_editors_go() {
    let inside = |svg: &str| {
        let svg = svg_around(svg).unwrap();
        let start = svg.find('>').unwrap() + 1;
        svg[start..svg.rfind("</svg>").unwrap()].to_owned()
    };
    assert_eq!(
        inside("<g inkscape:label=\"x\" x:y=\"z\"><path d='M0 0' data-name=\"n\"/></g>"),
        "<g><path d=\"M0 0\"/></g>"
    );
    assert_eq!(inside("<sodipodi:namedview><script/></sodipodi:namedview><metadata><a/></metadata><!-- c -->"), "");
    assert_eq!(inside("<title>a &lt;b&gt; &#1111;</title>"), "<title>a &lt;b&gt; ї</title>");
    assert_eq!(inside("<style>a > b{fill:url( '#x' )}</style>"), "<style>a &gt; b{fill:url( '#x' )}</style>");
}

/// A drawing is sound without the style or font that it would load: it is published without them, with one warning.
#[test]
fn instructions_for_other_programs_are_left_out_of_drawings() {
    let sheet = "<?xml-stylesheet type=\"text/css\" href=\"https://e.org/a.css\"?>";
    for text in [format!("{sheet}\n{{}}"), format!("<?xml version=\"1.0\"?>{sheet}{{}}"), format!("{{}}{sheet}")] {
        let text = text.replace("{}", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>");
        let (clean, left_out) = svg::clean(&text).unwrap();
        let written = String::from_utf8(clean.bytes).unwrap();
        assert!(written.contains("<path") && !written.contains("<?"), "{written}");
        assert_eq!(&text[left_out.unwrap()], sheet);
        assert_eq!(svg::clean(&written).unwrap().1, None);
    }
    let (clean, left_out) =
        svg::clean("<svg xmlns=\"http://www.w3.org/2000/svg\"><?xpacket begin=''?><path/></svg>").unwrap();
    assert!(!String::from_utf8(clean.bytes).unwrap().contains("<?"));
    assert_eq!(left_out, None);
}

#[test]
fn what_a_drawing_loads_from_elsewhere_is_left_out_and_told() {
    let check = |style: &str, kept: &str| {
        let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{style}<style>b{{}}</style></svg>");
        let (clean, left_out) = svg::clean(&text).unwrap();
        let written = String::from_utf8(clean.bytes).unwrap();
        assert!(written.contains(kept) && !written.contains("e.org"), "{written}");
        let place = left_out.unwrap();
        assert!(text[place].contains('@'));
        // The drawing that is published is sound and has nothing more to leave out.
        assert_eq!(svg::clean(&written).unwrap().1, None);
    };
    let import = "@import url(\"https://fonts.e.org/css2?family=A:wght@400;700&amp;display=swap\");";
    check(&format!("<style>{import} a{{fill:red}}</style>"), "<style> a{fill:red}</style>");
    check(&format!("<style><![CDATA[{}a{{}}]]></style>", import.replace("&amp;", "&")), "<style>a{}</style>");
    check(
        "<style>@font-face{font-family:A;src:url(https://e.org/a.woff2)}a{font-family:A}</style>",
        "a{font-family:A}",
    );
    check("<style>@font-face{font-family:A;src:url(data:font/woff2;base64,AAAA)}</style>", "<style></style>");
}

#[test]
fn a_few_lines_cannot_ask_for_a_billion_shapes() {
    let mut bomb = String::from("<g id=\"a0\"><path d=\"\"/></g>");
    for level in 1..14 {
        let uses = format!("<use href=\"#a{}\"/>", level - 1).repeat(10);
        bomb.push_str(&format!("<g id=\"a{level}\">{uses}</g>"));
    }
    assert_eq!(svg_around(&bomb).unwrap_err(), "draws more than 100000 shapes");
    assert_eq!(svg_around(&"<g>".repeat(10_000)).unwrap_err(), "nests elements more than 64 deep");
    let flat = "<path id=\"p\" d=\"\"/>".to_owned() + &"<use href=\"#p\"/>".repeat(1_000);
    assert!(svg_around(&flat).is_ok());
}

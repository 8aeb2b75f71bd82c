//! Pictures and documents that are sent to the desk.

use crate::common::{
    Site,
    desk::{Desk, messages},
    serve::Answer,
};

const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

fn send(desk: &Desk, name: &str, bytes: &[u8], description: &str) -> Answer {
    let token = desk.form("/new").get("token").to_owned();
    let mut body = Vec::new();
    for (field, value) in [("token", token.as_str()), ("description", description)] {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(
        format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes(),
    );
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let origin = desk.origin();
    let headers = [("Origin", origin.as_str()), ("Content-Type", "multipart/form-data; boundary=b")];
    desk.ask(desk.address, "POST", "/upload/clusters/uca", &headers, &body)
}

#[test]
fn a_picture_is_taken_with_its_description() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let answer = send(&desk, "C:\\Users\\Олена\\Логотип УКА.GIF", GIF, "The alliance’s [sign]");
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    assert_eq!(std::fs::read(site.path("content/clusters/uca/lohotyp-uka.gif")).unwrap(), GIF);
    let page = desk.get(answer.header("location").split('#').next().unwrap()).text();
    assert!(page.contains("value=\"![The alliance’s sign](uca/lohotyp-uka.gif)\""), "what shows it is offered: {page}");
    let shown = desk.get("/file/clusters/uca/lohotyp-uka.gif");
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/gif"));
    assert!(shown.header("content-security-policy").contains("sandbox"));
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.logo", "lohotyp-uka.gif");
    desk.press(&form, "save");
    assert!(site.read("content/clusters/uca.en.md").contains("logo = \"lohotyp-uka.gif\""));
    // While it is used it stays.
    let remove = desk.form("/new").with("name", "lohotyp-uka.gif");
    assert_eq!(desk.post_to("/remove-file/clusters/uca", &remove).status, 409);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.logo", "");
    desk.press(&form, "save");
    assert_eq!(desk.post_to("/remove-file/clusters/uca", &remove).status, 303);
    assert!(!site.path("content/clusters/uca/lohotyp-uka.gif").exists());
}

#[test]
fn what_is_not_published_is_not_taken() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (name, bytes, description, said) in [
        ("logo.gif", GIF, "", "what the picture shows"),
        ("logo.png", GIF, "d", "logo.png"),
        ("logo.svg", svg, "d", "logo.svg"),
        ("page.html", b"<p>" as &[u8], "d", "is not published"),
        ("program.exe", b"MZ", "d", "is not published"),
        ("con.gif", GIF, "d", "every computer"),
        ("LPT1.gif", GIF, "d", "every computer"),
        ("table.csv", b"a,=cmd()\n", "d", "table.csv"),
        ("", GIF, "d", "Choose a file"),
    ] {
        let answer = send(&desk, name, bytes, description);
        assert_eq!(answer.status, 422, "{name}: {}", messages(&answer));
        assert!(messages(&answer).contains(said), "{name}: {}", messages(&answer));
    }
    assert!(!site.path("content/clusters/uca").exists());
    // Names are made ones that a file can have; what they would overwrite stays.
    assert_eq!(send(&desk, "../../x.gif", GIF, "d").status, 303);
    assert!(site.path("content/clusters/uca/x.gif").exists());
    assert_eq!(send(&desk, "x.gif", GIF, "d").status, 422);
}

#[test]
fn a_file_over_the_limit_is_told_the_limit_and_the_way_back() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let pdf = |size: usize| [b"%PDF-1.7\n".as_slice(), &vec![b' '; size], b"\n%%EOF\n"].concat();
    // More than a form takes, and more than a file may have in a form that is taken.
    for (size, status) in [(33 << 20, 413), (32 << 20, 422)] {
        let answer = send(&desk, "report.pdf", &pdf(size), "");
        assert_eq!(answer.status, status, "{}", messages(&answer));
        assert!(["32 MiB", "32768 KiB"].iter().any(|limit| messages(&answer).contains(limit)), "{}", messages(&answer));
        assert!(answer.text().contains("href=\"/page/clusters/uca\""), "{}", answer.text());
    }
    // A table is a text, and texts have a lower limit.
    let table = "a,b\n".repeat(300_000);
    let answer = send(&desk, "table.csv", table.as_bytes(), "");
    assert_eq!(answer.status, 422, "{}", messages(&answer));
    assert!(messages(&answer).contains("1024 KiB"), "{}", messages(&answer));
    assert!(!site.path("content/clusters/uca").exists());
}

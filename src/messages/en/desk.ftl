# The desk: its command, and the link that leads to editing a page.

desk-at = the desk is at { $url }   Ctrl+C ends it
desk-cannot-start = the desk cannot start: { $error }
desk-cannot-listen = the desk cannot listen: { $error }
edit-url-invalid = `{ $url }` cannot be where a page is edited
    .hint = an address on the web with {"{"}path{"}"} where the file's path stands: edit_url = "https://codeberg.org/org/knowledge/_edit/main/{"{"}path{"}"}"

# Plain answers in the browser, to which no screen belongs
reply-old-form = This form is not one of the desk as it runs now. Open the page again.
reply-only-forms = Only GET, HEAD and POST.
reply-failed = The desk failed at this.
reply-form-too-large = This is more than a form may send.
reply-form-too-slow = The form took too long to come.
reply-no-form = This is no form of the desk.

# Редакторська: її команда й посилання, що веде до редагування сторінки.

desk-at = редакторська тут: { $url }   Ctrl+C закінчує роботу
desk-cannot-start = редакторську не вдалося запустити: { $error }
desk-cannot-listen = редакторська не може приймати з’єднань: { $error }
edit-url-invalid = `{ $url }` не може бути адресою, де редагують сторінку
    .hint = потрібна адреса в інтернеті, де {"{"}path{"}"} – місце для шляху файлу: edit_url = "https://codeberg.org/org/knowledge/_edit/main/{"{"}path{"}"}"

# Прості відповіді в браузері, до яких немає екрана
reply-old-form = Відтоді, як ви відкрили цю форму, редакторську перезапущено. Відкрийте сторінку знову.
reply-only-forms = Лише GET, HEAD і POST.
reply-failed = Редакторська не змогла цього зробити.
reply-file-too-large = Файл може мати щонайбільше { $limit } МіБ. Зменште його й додайте ще раз.
reply-texts-too-large = Сторінка може мати щонайбільше { $limit } КіБ кожною мовою. До набраного веде кнопка «Назад» самого браузера.
reply-form-too-slow = Форма надходила надто довго.
reply-no-form = Це не форма редакторської.

# Редакторська команди, за проксі
desk-team-not-here = редакторська за проксі у Windows не працює
    .hint = запустіть її в Linux або macOS: у Windows програма не може дізнатися, хто ще може прочитати секрет
desk-needs-proxy-option = для `--behind-proxy` потрібно вказати `{ $option }`
    .hint = потрібні всі чотири: --origin, --preview-origin, --user-header і --secret-file; посібник показує їх поруч із Caddy та nginx
desk-option-of-proxy = `{ $option }` діє лише разом із `--behind-proxy`
    .hint = додайте --behind-proxy або вилучіть { $option }
desk-option-not-with-proxy = `{ $option }` не поєднується з `--behind-proxy`
    .hint = вилучіть { $option }
desk-bad-origin = `{ $origin }` не може бути адресою сервера
    .hint = напишіть схему й ім’я сервера, а порт – лише коли він не звичайний: https://desk.example.org
desk-same-origins = редакторська й перегляд не можуть мати тієї самої адреси, `{ $origin }`
    .hint = дайте переглядові власне ім’я: https://preview.example.org
desk-bad-user-header = `{ $name }` не може бути заголовком з іменем людини
    .hint = потрібен заголовок, який ставить проксі й більше ніщо: Remote-User
desk-bad-branch = `{ $name }` не може бути назвою гілки
    .hint = літери, цифри, - _ . і /: main
desk-secret-unreadable = не вдалося прочитати секрет `{ $file }`: { $error }
desk-secret-open = секрет `{ $file }` можуть прочитати або змінити інші
    .hint = chmod 600 { $file }
desk-secret-short = секрет `{ $file }` не є рядком із { $least }–{ $most } літер, цифр і знаків
    .hint = openssl rand -hex 32 > { $file }
desk-team-at = редакторська для { $origin } приймає з’єднання тут: { $place }   Ctrl+C закінчує роботу
desk-not-secret = адреса { $origin } – не https: паролі й тексти можна прочитати дорогою
desk-pushed = гілка `{ $branch }` віддаленого репозиторію має всі коміти
desk-push-moved = у гілці `{ $branch }` віддаленого репозиторію є коміти, яких немає тут: нічого не надіслано
desk-push-failed = у гілку `{ $branch }` нічого не надіслано: { $why }
record-no-commit = у репозиторії ще немає жодного коміту
record-locked = у репозиторії працює інша команда git, або її зупинили посередині: є файл { $file }. Якщо жодна не працює, вилучіть його
record-unfinished = у репозиторії не закінчено перебазування чи злиття: { $file }
record-no-branch = репозиторій не на гілці
record-git = відповідь git: { $said }
record-failed = файл лишився, як був, і коміту немає: { $why }
record-stands = текст збережено у файлі, але не в коміті, і повернути файл не вдалося: { $why }
push-no-remote = у репозиторії немає віддаленого `{ $remote }`
push-too-long = git працював понад { $seconds } с
reply-proxy-alone = Редакторська відповідає лише проксі, який стоїть перед нею.
reply-not-the-desks-name = За цим іменем редакторська не відповідає.
reply-nobody-signed-in = Проксі не каже, хто увійшов.

# Описи комітів команди
commit-add = Додано { $path }
commit-remove = Вилучено { $path }
commit-rename = Перейменовано { $from } на { $to }
commit-restore = Повернуто { $path }
commit-save = Збережено { $path }
commit-undo = Повернуто, як було до збереження: { $paths }
commit-outside = Зміни, зроблені поза редакторською

# Сервер розробки: рядки в терміналі, повідомлення поверх сторінки, огляд.

server-cannot-listen = сервер не може приймати з’єднання: { $error }
serving = сайт: { $url }   огляд: { $url }__icsi/
serving-others = попередження: кожен, хто має доступ до цієї машини, може читати сайт разом із чернетками й іменами файлів
server-cannot-start = сервер не може запуститися: { $error }
no-own-address = `{ $host }` не є адресою цієї машини: { $error }
    .hint = --host 127.0.0.1 або --host 0.0.0.0, якщо потрібні всі її адреси
no-browser = не вдалося відкрити браузер програмою `{ $program }`: { $error }
unknown-editor = `{ $text }` – не відомий редактор ({ $known }, none) і не адреса з {"{file}"}
    .hint = --editor vscode або --editor 'my-editor://open?file={"{file}"}&line={"{line}"}'
port-in-use = порт { $port } зайняла інша програма
    .hint = назвіть інший або приберіть --port, щоб узяти наступний вільний
    .another = дайте інший порт або не вказуйте --port, щоб узяти наступний вільний
ports-in-use = усі порти від { $first } до { $last } зайняті
    .hint = назвіть порт: --port N
port-forbidden = система не дозволяє приймати там з’єднання: { $error }
    .hint = візьміть порт, більший за 1023
host-not-listened = сервер не може приймати з’єднання за адресою `{ $host }`: { $error }

# Від збереження до сторінки
building = збирання: { $seconds } с
rebuilt = { $files }: { $took } мс; { $counts }
rebuilt-whole = { $files }: { $count ->
    [one] { $count } файл
    [few] { $count } файли
    [many] { $count } файлів
   *[other] { $count } файлу
}, { $took } мс; { $counts }
rebuilt-with-errors = { $files }: { $counts }
rebuilt-with-errors-kept = { $files }: { $counts }; сайт лишається таким, як був
rendering = сторінки: { $done } з { $total }
rendering-after = { $line }; сторінки: { $done } з { $total }
first-build = перше збирання
changed-files = { $files }
changed-files-and-more = { $first } і ще { $more ->
    [one] { $more } файл
    [few] { $more } файли
    [many] { $more } файлів
   *[other] { $more } файлу
}
site-folder-not-read = не вдається прочитати теку сайту: { $error }
rendered-when-asked = сторінки складаються лише на запит: { $error }
polling = пошук змін що { $seconds } с: { $why }
polling-asked = як задано
polling-silent = тека лежить на { $kind }, а та повідомляє не про кожну зміну
polling-folders-limit = досягнуто системного обмеження кількості тек, за якими можна стежити (Linux: sysctl fs.inotify.max_user_watches)
polling-watchers-limit = досягнуто системного обмеження кількості спостерігачів (Linux: sysctl fs.inotify.max_user_instances)
polling-failed = за змінами не вдається стежити: { $error }

# Поверх сторінки з помилками
overlay-label = Помилки у файлах сайту
overlay-hide = Сховати
overlay-site-before = { $counts } – показано сайт, яким він був раніше
overlay-more = і ще { $rest }: усі вони є в терміналі

# Огляд: тут речення мають крапки
dashboard = Огляд
dashboard-contents = На цій сторінці
dashboard-part = { $id ->
    [translations] Переклади
    [problems] Помилки й попередження
    [rebuild] Останнє збирання
    [drafts] Чернетки
   *[pages] Сторінки
}
dashboard-site-before = Показано сайт, яким він був до цих помилок.
dashboard-no-site = Показувати ще нічого.
dashboard-rendering = Сторінки ще складаються; можуть знайтися й інші помилки.
dashboard-rendered = Усі сторінки складено.
dashboard-open-site = Відкрити сайт
dashboard-language = Мова
dashboard-all-current = Кожна сторінка є кожною мовою, і всі переклади актуальні.
dashboard-to-do = Треба зробити: { $count }
dashboard-changes-link = що відтоді змінилося
dashboard-changes = Що змінилося в оригіналі { $page }
dashboard-none = Немає.
dashboard-advice = Ще { $count } покаже { $command }
dashboard-there = { $files }: готово за { $took } мс.
dashboard-files = Сайт має { $count ->
    [one] { $count } файл
    [few] { $count } файли
    [many] { $count } файлів
   *[other] { $count } файлу
}.
dashboard-stage = Етап
dashboard-time = Час
dashboard-all-files = Усі файли
dashboard-drafts-note = Їх показує { $command }.
dashboard-plain-pages = сторінки
dashboard-draft = , чернетка

# Прості відповіді в браузері, до яких немає сторінки
reply-host = За цим іменем сервер не відповідає. Відкрийте localhost або запустіть сервер із --host.
reply-origin = Сторінкам з інших адрес читати із цього сервера не дозволено.
reply-site = Сторінкам інших сайтів читати із цього сервера не дозволено.
reply-only-reading = Лише GET і HEAD.
reply-gone = Сторінку вилучено.
reply-not-found = За цією адресою нічого немає.
reply-no-path = Це не шлях.
reply-moved = Адреса змінилася.
reply-not-rendered = Сторінку не вдається скласти.
reply-too-many-pages = Відкрито забагато сторінок.

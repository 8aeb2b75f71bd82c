# Зміни сторінок: `icsi set`, `rename`, `remove`, `translated` і те, що робить із них редакторська.

# Факти, як їх приймає `icsi set`
fact-sets-nothing = `{ $written }` нічого не задає
    .hint = напишіть ПОЛЕ=ЗНАЧЕННЯ, наприклад status=active
fact-counted-from-one = `{ $name }`: рядки й значення рахуються від 1
fact-no-list = `{ $name }` має одне значення, а не список
    .hint = задайте його: { $name }={ $text }
fact-no-value = `{ $name }` не має значення
fact-not-named = `{ $name }` не містить `{ $text }`
    .hint = там є: { $known }
fact-without-field = факт починається з назви поля
no-such-field = `{ $page }` не має поля `{ $first }`
    .hint = його поля: { $known }
fact-of-original = `{ $first }` – це факт, а факти стоять лише в оригіналі
    .hint = назвіть запис: icsi set { $page } { $first }=…
no-such-column = `{ $table }` не має стовпця `{ $column }`
    .hint = його стовпці: { $known }
site-language = сайт не має мови `{ $tag }`
    .list = { $languages }
    .header = вкажіть у полі заголовка Language одну з мов: { $languages }
    .files = назвіть його за мовою: { $names }
    .one = одна з `languages`
    .known = мови сайту: { $languages }; вони перелічені в site.toml
    .listed = одна з `languages` у site.toml
fact-money = `{ $name }` складається з суми (amount) і валюти (currency)
    .hint = напишіть { $name }.amount=… або { $name }.currency=…
fact-too-deep = `{ $name }` веде далі, ніж саме поле
    .hint = напишіть { $name }=…
    .row = скажіть, у якому рядку: { $name }.1.{ $column }=…
fact-one-text = `{ $name }` має тут один текст, а не окремий для кожної мови
    .hint = спершу вилучіть його: { $name }=
    .own = задайте його: { $fact }
    .page = задайте його на сторінці тією мовою: icsi set { $page } { $fact }
    .both = задайте тексти обома мовами: { $fact }
fact-languages = `{ $name }` має свій текст кожною мовою
    .hint = { $examples }

# $expected – одне з повідомлень нижче, у знахідному відмінку.
fact-takes = `{ $name }` приймає { $expected }, а не `{ $text }`
fact-takes-boolean = true або false
fact-takes-date = дату: 2023, 2023-03 або 2023-03-29
fact-takes-integer = ціле число
fact-takes-decimal = число, наприклад 2.5
fact-takes-money = суму з валютою: "300000 EUR"
fact-row = рядок `{ $name }` – це таблиця
    .hint = { $name }+={"{"} column = "…" {"}"}
fact-no-toml = `{ $name }`: `{ $text }` записано не так, як пишуть значення в TOML: { $why }
    .hint = список – це ["a", "b"], таблиця – {"{"} en = "…", uk = "…" {"}"}

# Значення, рядки й ключі файлу
row-is-table = рядок `{ $list }` – це таблиця
edit-nothing-there = `{ $path }` там немає
no-such-row = `{ $list }` не має рядка { $number }
row-count = { $count ->
    [one] `{ $list }` має { $count } рядок
    [few] `{ $list }` має { $count } рядки
    [many] `{ $list }` має { $count } рядків
   *[other] `{ $list }` має { $count } рядка
}
rows-interlaced = рядки `{ $list }` стоять упереміш з іншими
not-a-list = `{ $path }` – не список
value-count = { $count ->
    [one] `{ $list }` має { $count } значення
    [few] `{ $list }` має { $count } значення
    [many] `{ $list }` має { $count } значень
   *[other] `{ $list }` має { $count } значення
}
no-such-value = `{ $list }` не має значення { $number }
remark-between-values = між значеннями `{ $list }` стоїть примітка
    .remove = вилучіть значення вручну, щоб примітка лишилася на своєму місці
    .move = перенесіть значення вручну, щоб примітка лишилася на своєму місці
not-a-table = `{ $path }` – не таблиця
no-heading-for-key = у `{ $path }` немає заголовка, під яким міг би стояти ключ
    .hint = впишіть ключ вручну
key-there-already = ключ `{ $to }` вже є
range-outside-body = цього місця немає в тексті сторінки
edit-unreadable-text = файл не вдається прочитати
edit-line = рядок { $line }: { $what }
edit-file = { $file }: { $what }
edit-unreadable-file = файл `{ $file }` не вдається прочитати
    .hint = спершу виправте його
edit-unreadable-because = файл `{ $file }` не вдається прочитати: { $why }
link-not-rewritten = посилання в рядку { $line } файлу `{ $file }` не вдається переписати
    .hint = напишіть його адресу як звичайний шлях, наприклад ../clusters/uca.uk.md
edit-nested-too-deep = у значенні забагато рівнів вкладення
change-elsewhere = змінилися б інші частини файлу
change-says-otherwise = у файлі було б не те, що було, разом зі зміною
change-of-body = змінився б текст під шапкою сторінки
text-no-markdown = текст не вдається прочитати як Markdown
change-of-blocks = змінилися б сусідні блоки
unsafe-change = цю зміну не можна зробити безпечно: { $why }
    .hint = зробіть її в текстовому редакторі

# Вилучення й перейменування
nothing-to-remove = `{ $name }` немає
no-such-translation = такого перекладу немає
original-is-needed = `{ $file }` – оригінал, і він потрібен перекладам
    .hint = вилучіть усі разом: icsi remove { $path }
index-not-renamed = сторінка теки зветься так, як тека, тож перейменувати її не можна
hint-another-id = виберіть інший ідентифікатор
term-there-already = термін `{ $term }` уже є
file-there-already = `{ $file }` вже є
folder-there-already = тека `{ $folder }/` вже є
page-back-to-alias = `/{ $new }` – колишня адреса цієї ж сторінки, яка веде на неї; тим і тим водночас вона бути не може
    .hint = виберіть інший ідентифікатор або спершу вилучіть колишню адресу "{ $alias }" з { $file }
edit-no-term = терміна `{ $term }` немає
term-back-to-alias = `{ $new }/` – колишня адреса цього ж терміна, яка веде на нього; тим і тим водночас вона бути не може
would-lead-elsewhere = якесь посилання вело б уже не туди, куди раніше
    .hint = інший запис, на який може вказувати те саме поле, має такий ідентифікатор: виберіть інший

# Запис на диск
write-changed-meanwhile = файл `{ $path }` тим часом змінив хтось інший; нічого не записано
write-in-the-way = `{ $path }` вже є; нічого не записано
write-too-large = файл `{ $path }` став би більшим за { $limit } КіБ; нічого не записано
    .hint = зменште його або розділіть на кілька
write-link = `{ $path }` – символічне посилання або лежить за ним; нічого не записано
answer-not-written = відповідь не вдалося записати повністю: { $error }
cannot-write = не вдається записати `{ $path }`: { $error }
write-other-disk = не вдається записати `{ $path }`: він лежить не на тому диску, що site.toml
write-no-journal = не вдається записати `{ $path }`: його зробила не ця програма; вилучіть теку

# Зміна, яку було перервано, і що з неї вийшло
edit-finished-add = додавання { $path } було перервано; решту виконано тепер
edit-finished-addresses = запис реєстру адрес було перервано; решту виконано тепер
edit-finished-import = імпорт перекладів було перервано; решту виконано тепер
edit-finished-remove = вилучення { $path } було перервано; решту виконано тепер
edit-finished-rename = перейменування { $from } на { $to } було перервано; решту виконано тепер
edit-finished-restore = повернення { $path } було перервано; решту виконано тепер
edit-finished-save = збереження { $path } було перервано; решту виконано тепер
edit-finished-stamp = оновлення позначок у перекладах було перервано; решту виконано тепер
edit-finished-undo = скасування збереженого було перервано; решту виконано тепер
edit-finished-other = редагування було перервано ({ $text }); решту виконано тепер

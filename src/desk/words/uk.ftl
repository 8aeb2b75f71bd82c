desk = Редакторська
skip = До вмісту
pages = Сторінки
new = Створити
changes = Зміни
problems = Помилки
the-site = Сайт
back = Назад
open = Відкрити
error = Помилка
warning = Попередження
problems-explained = Через помилки сайт не буде опубліковано. Попередження публікації не спиняють.
no-problems = Немає ні помилок, ні попереджень.

search = Шукати
kinds = Види сторінок
vocabularies = Довідники
all-pages = Усі сторінки
plain-pages = Окремі сторінки
plain-page = Окрема сторінка
found = { $count ->
    [one] { $count } сторінка
    [few] { $count } сторінки
    [many] { $count } сторінок
   *[other] { $count } сторінки
}
nothing-found = Нічого не знайдено.
before = Раніше
after = Далі
filter-all = Усі
filter-outdated = Застарілі
filter-missing = Без перекладу
filter-draft = Чернетки
filter-errors = З помилками
errors = { $count ->
    [one] { $count } помилка
    [few] { $count } помилки
    [many] { $count } помилок
   *[other] { $count } помилки
}
warnings = { $count ->
    [one] { $count } попередження
    [few] { $count } попередження
    [many] { $count } попереджень
   *[other] { $count } попередження
}
draft = Чернетка
state-original = оригінал
state-current = актуальний
state-outdated = застарілий
state-missing = немає перекладу
state-unreadable = не читається

new-title = Нова сторінка
new-explained = Спершу це чернетка: ніхто її не побачить, доки ви цього не захочете.
kind = Вид
original-language = Мова, якою ви пишете
id = Ім’я в адресі
id-hint = Якщо лишити порожнім, його буде складено з назви. Малі латинські літери, цифри й дефіси.
make = Створити
title-is-needed = Напишіть назву.
choose-a-kind = Виберіть вид сторінки.
id-is-taken = «{ $path }» уже є. Виберіть інше ім’я в адресі.
cannot-be-an-id = «{ $id }» не може бути ім’ям в адресі: потрібні малі латинські літери, цифри й поодинокі дефіси.
made-new = Сторінку створено як чернетку. Заповніть її; коли буде готова, зніміть прапорець «Чернетка» в розділі «Адреса і стан».

key-title = Назва
key-summary = Стислий опис
key-slug = Інше ім’я в адресі
key-aliases = Колишні адреси
key-draft = Чернетка
key-updated = День останньої зміни
amount = Сума
currency = Валюта
yes = Так
no = Ні
hint-lines = По одному в рядку.
hint-raw = Записано мовою TOML.
hint-date = 2023, 2023-03 або 2023-03-29: стільки, скільки відомо.
hint-url = Повна адреса: https://example.org/page
hint-slug = Лише якщо адреса має відрізнятися від імені файлу.
hint-summary = Одне-два речення для списків і пошукових систем.
hint-draft = Чернетка не публікується.
required = Треба заповнити
derived = Через інші сторінки:
add-by-name = Додати за назвою …
add-one = Додати …
add = Додати
add-row = Додати рядок
remove-row = Вилучити
up = Вище
down = Нижче
names-nothing = Немає нічого з назвою «{ $typed }».

texts = Тексти
body = Текст
as-one-text = Одним текстом
block-by-block = Блок за блоком
facts = Факти
facts-explained = Факти однакові всіма мовами, їх записують один раз.
settings = Адреса і стан
whole-file = Увесь файл, щоб його виправити
preview = Перегляд
save = Зберегти
save-and-stamp = Зберегти: переклад відповідає оригіналу
save-small = Зберегти як дрібну зміну
small-explained = Переклади лишаються актуальними: міняти в них нічого не треба.
save-anyway = Зберегти, хоча сайт тоді не буде опубліковано
saved = Збережено.
undo = Скасувати
undone = Збереження скасовано.
cannot-undo = Цього вже не можна скасувати
too-old = Збережено надто давно або редакторську відтоді запускали знову.
nothing-changed = Нічого не змінено й нічого не записано.
not-saved = Не збережено
not-saved-yet = Ще не збережено.
unsaved = Не збережено
offer-unsaved = Тут є текст, якого ви не зберегли.
take-unsaved = Повернути його у форму
drop-unsaved = Забути його
changed-since = Змінено після перекладу
former-is-unknown = Переклад застарів. Яким був оригінал раніше, невідомо: жоден коміт його не має.
conflict-explained = Тим часом хтось інший змінив цю сторінку. Написане вами лишилося у формі. Перегляньте позначені поля й збережіть ще раз.
conflict-field = Тим часом змінено деінде
conflict-now = Тепер тут
conflict-before = Було раніше
file-is-gone = Файл «{ $file }» тим часом вилучено.
not-found = Такої сторінки немає

public-no-repository = Збережено на цьому комп’ютері
public-saved = Збережено, без коміту
public-committed = У коміті, не надіслано
public-published = Надіслано на публікацію

files = Файли й зображення
file = Файл
no-files = У сторінки немає власних файлів.
description = Що на зображенні
description-hint = Для тих, хто його не бачить. Для документа це його назва.
upload = Додати файл
file-refused = Файл не прийнято
no-file = Спершу виберіть файл.
has-no-files = Ця сторінка не може мати власних файлів.
description-is-needed = Напишіть, що на зображенні, для тих, хто його не бачить.
bad-file-name = Не на кожному комп’ютері файл може зватися «{ $name }». Дайте йому інше ім’я.
bad-file-kind = «{ $name }» – файл такого виду, якого не публікують. Можна: { $endings }
file-is-used = Файл іще використовується

rename = Перейменувати
rename-title = Перейменувати «{ $title }»
rename-explained = Усі посилання й факти, що називають цю сторінку, зміняться разом із нею, а стара адреса вестиме на нову.
new-id = Нове ім’я в адресі
show-what-changes = Показати, що зміниться
remove = Вилучити
remove-page = Вилучити сторінку
remove-translation = Вилучити переклад ({ $language })
remove-title = Вилучити «{ $title }»?
remove-translation-title = Вилучити переклад «{ $title }» ({ $language })?
remove-explained = Після цього її адреса нікуди не веде. Повернути сторінку можна в розділі «Зміни», доки працює редакторська, а згодом – з останнього коміту.
is-named = { $count ->
    [one] Її названо ще в { $count } місці. Спершу приберіть її звідти.
    [few] Її названо ще в { $count } місцях. Спершу приберіть її звідти.
    [many] Її названо ще в { $count } місцях. Спершу приберіть її звідти.
   *[other] Її названо ще в { $count } місця. Спершу приберіть її звідти.
}

new-term = Новий термін
edit-text = Редагувати текст його сторінки
write-text = Написати текст для його сторінки

changes-explained = Це збережено на цьому комп’ютері після останнього коміту. Коміт лишає зміни в історії разом із реченням про те, що зроблено.
no-changes = Усе вже в комітах.
no-repository-explained = Сайт не лежить у репозиторії git. Збережене одразу є на цьому комп’ютері; для історії, комітів і повернення давніше вилучених сторінок потрібен репозиторій. Попросіть про це того, хто доглядає сайт.
change-new = нове
change-changed = змінено
change-removed = вилучено
what-changed = Що змінилося
more-files = { $count ->
    [one] Ще { $count } файл буде показано після цього коміту.
    [few] Ще { $count } файли буде показано після цього коміту.
    [many] Ще { $count } файлів буде показано після цього коміту.
   *[other] Ще { $count } файлу буде показано після цього коміту.
}
bring-back = Повернути
message = Що зроблено
message-is-needed = Напишіть одним реченням, що зроблено.
message-for-many = { $first } і ще { $count }
choose-files = Виберіть хоча б один файл.
commit = Зробити коміт
committed-now = Коміт зроблено.
done = Зроблено.
author = Ваше ім’я
email = Ваша адреса електронної пошти
author-explained = Git іще не знає, хто ви. Ім’я й адреса лишаються в історії, де їх побачать інші.
author-is-needed = Git потрібні ваше ім’я й адреса електронної пошти.
git-failed = Git не зробив коміту: { $why }

tool-bold = Жирний
tool-italic = Курсив
tool-heading = Заголовок
tool-list = Список
tool-quotation = Цитата
tool-footnote = Виноска
tool-picture = Зображення
tool-link = Посилання на сторінку
tool-text = текст
tool-shows = що на зображенні

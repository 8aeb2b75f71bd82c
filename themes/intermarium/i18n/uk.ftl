# Рядки інтерфейсу теми, українською. Ключі ті самі, що в en.ftl.

## Рамка

skip-to-content = Перейти до вмісту
back-to-top = Нагору
to-home = На головну сторінку
languages = Мова
breadcrumbs = Ви тут
menu-main = Головне меню
menu-open = Меню
menu-collections = Розділи
menu-vocabularies = Покажчики
menu-pages = Про сайт
on-this-page = На цій сторінці
toc = Зміст
calendar = Календар: { $title }
calendar-subscribe = підписатися
feed-link = Стрічка новин: { $title }
feed-title = { $site }: { $collection }

## Пошук

search-title = Пошук
search-label = Пошук у базі знань
search-placeholder = Назва, місце, скорочення
search-submit = Шукати
search-browse = Або перегляньте розділи
search-found-one = { $count } результат
search-found-few = { $count } результати
search-found-many = { $count } результатів
search-found-other = { $count } результату
search-partial = Жодна сторінка не містить усіх слів; ці містять деякі з них.
search-mended = Точно таких слів немає. Показано натомість: { $word }
search-kind-page = Сторінки
search-none = За запитом «{ $query }» нічого не знайдено. Спробуйте менше слів або інші.
search-loading = Шукаємо…
search-failed = Не вдалося отримати відповідь: можливо, урвався зв’язок. Оновіть сторінку, щоб пошукати ще раз, або перегляньте розділи нижче.
search-kinds = Вид
search-more = Показати ще
search-needs-script = Для пошуку потрібен JavaScript, а у вашому браузері його вимкнено чи заблоковано. Усе можна знайти й через списки нижче.

## Списки

list-all =
    { $count ->
        [0] Записів ще немає
        [one] { $count } запис
        [few] { $count } записи
       *[many] { $count } записів
    }
list-range = Записи { $first }–{ $last } із { $count }
list-range-one = Запис { $number } із { $count }
list-all-link =
    { $count ->
        [one] Переглянути { $count } запис
        [few] Переглянути всі { $count } записи
       *[many] Переглянути всі { $count } записів
    }
list-empty = Тут ще немає записів.
terms-empty = Ще без записів:
pagination = Сторінки списку
pagination-previous = Попередня
pagination-next = Наступна
page-number = Сторінка { $number }
facets-title = Фільтр
facet-year = Рік
# Значення у фігурних дужках підставляє скрипт списку.
facets-shown = Показано { $shown } із { $total }
facets-or = або
facets-none = Ніщо не відповідає всім умовам. Зніміть одну з них, щоб побачити більше.
facets-failed = Решту сторінок списку не вдалося завантажити, тож відібрано лише з цієї.
facets-clear = Скинути фільтр
facets-remove = Зняти: { $value }
facets-skip = Пропустити фільтр
facets-show-one = Показати { $count } запис
facets-show-few = Показати { $count } записи
facets-show-many = Показати { $count } записів
facets-show-other = Показати { $count } запису
list-entries = Записи
intro = Про цей список
whole-list = Тут показано весь список, хоч би що вибрано у фільтрі.
find-label = Слова в цьому списку
find-words = «{ $words }»
sort-label = Порядок
sort-default = Звичайний
sort-title = За назвою
sort-newest = Спершу нові
sort-oldest = Спершу давні
list-shape = Вигляд
list-cards = Картки
list-table = Таблиця
take-all = Завантажити всі: { $count } (CSV)
take-one = Завантажити цей запис (CSV)
take-shown = Завантажити показані: { $count } (CSV)
take-failed = Файл не вдалося завантажити. Спробуйте ще раз.
column-title = Назва
column-collection = Розділ
column-date = Дата
column-updated = Остання зміна
column-licence = Ліцензія
column-address = Адреса запису
views = Способи перегляду
view-list = Список
deadline-past = минув
open-data = Відкриті дані
data-lead = Усе, що є на цьому сайті, у файлах для програм: кожне поле кожною мовою. Файли оновлюються з кожною публікацією сайту.
data-files = Файли
data-what = Що це
data-rows = Рядків
data-format = Дані
data-schema = Опис для програм
data-database = Усе в одному файлі бази даних (SQLite)
data-catalogue = Каталог для порталів даних (DCAT-AP)
data-changes = Що змінилося, за днями
data-open = Як їх відкрити
data-open-excel = У файлі CSV клітинки розділено комами, а кодування – UTF-8. В Excel виберіть «Дані», «З тексту/CSV», кодування «65001: Юнікод (UTF-8)» і роздільник «Кома»: українська версія Excel чекає крапки з комою, тож після подвійного клацання весь рядок опиниться в одній клітинці. LibreOffice сам запитує про кодування й роздільник, коли відкриває файл.
data-open-cells = Клітинка, що починається з квадратної дужки, – це список, записаний як у JSON. Апостроф на початку клітинки не дає табличному редакторові виконати її вміст: значенням є те, що стоїть після апострофа.
data-in = { $name }
data-terms = Що з ними можна робити і що може змінитися
data-publisher = Видавець
data-licence = Ліцензія
data-version = Версія формату: { $version }. Друге число збільшується, коли щось додано, а перше – коли стовпець чи ключ зникає або починає означати щось інше.

## Головна

newest-title = Найновіші дати в базі
# A date’s label that says no more is left out.
date = Дата

## Карта

map-counts = Карта: число в межах країни – це кількість записів про неї.
map-shades = Що світліша країна, то їх більше.
sea-baltic = Балтійське море
sea-black = Чорне море

## Час, зв’язки, матриця

timeline-title = Хронологія
timeline-all = Уся хронологія
timeline-older =
    { $count ->
        [one] Ще { $count } давніший запис тут лише пораховано. Шукайте його тут:
        [few] Ще { $count } давніші записи тут лише пораховано. Шукайте їх тут:
       *[many] Ще { $count } давніших записів тут лише пораховано. Шукайте їх тут:
    }
graph-title = Хто в чому бере участь
graph-parties = Сторони й учасники
graph-as-table = Те саме таблицею
matrix-title = { $first } × { $second }
matrix-note = Кожне число веде до записів, що належать до обох.
matrix-shades = Що насиченіший колір, то їх більше.
matrix-totals = У підсумках кожен запис пораховано один раз, хоч у скількох стовпцях чи рядках він є.
matrix-all = Усі записи
cross-title = { $first } × { $second }
cross-all = Усі записи: { $title }
cross-wider = Ширші списки

## Коротко, контакти

term-names = Також:
glance = Коротко
glance-leading = { $title }: найбільше записів
glance-source = Найновіше датоване джерело
glance-none = даних немає
contact = Кому написати
contact-linked = Власного контакту в базі немає. Найближчий:
contact-site = Власного контакту в базі немає. Із запитаннями звертайтеся сюди:

## Запис

facts = Факти
fact-derived = випливає з пов’язаних записів
fact-derived-note = Пунктиром позначено те, що випливає з пов’язаних записів.
relations = Зв’язки
relations-note = Що про це сказано в інших записах.
relations-more =
    { $count ->
        [one] Ще { $count }
        [few] Ще { $count }
       *[many] Ще { $count }
    }
about-page = Про цю сторінку
permanent-address = Постійна адреса
actions = Що можна зробити зі сторінкою
cite = Послатися
copy-link = Копіювати адресу
brief-back = Назад до сторінки
brief-lines = Зв’язки за датою
brief-sources = Джерела:
brief-more = 
    { $count ->
        [one] та ще { $count }
        [few] та ще { $count }
        [many] та ще { $count }
       *[other] та ще { $count }
    }
brief = Стисло, для друку
share = Поділитися
edit-page = Редагувати цю сторінку
report = Повідомити про помилку
cite-revision = редакція
copy-address = Копіювати адресу
copy-citation = Копіювати бібліографічний опис
copied = Скопійовано
updated = Остання зміна
revision = Редакція
versions = Мови
state-original = оригінал
state-current = переклад, актуальний
state-outdated = переклад, оригінал відтоді змінено
state-missing = ще не перекладено
print = Друкувати сторінку
notice-fallback-title = Ще не перекладено.
notice-fallback = Нижче подано оригінал. Його мова:
notice-outdated-title = Оригінал змінено після того, як зроблено цей переклад.
notice-outdated = Факти завжди спільні, а текст може відставати. Оригінал:

## Що змінилося

changes-title = Що змінилося
changes-of = { $title }: що змінилося
changes-lead = Що в базі нового, що змінено і що вилучено, від найновішого.
changes-lead-days = Які сторінки й коли змінено востаннє, від найновіших, і що редактори про це кажуть.
changes-none = Про зміни ще нічого не відомо.
changes-older =
    { $count ->
        [one] Ще { $count } давніша зміна є у відкритих даних.
        [few] Ще { $count } давніші зміни є у відкритих даних.
       *[many] Ще { $count } давніших змін є у відкритих даних.
    }
change-new = Нове
change-changed = Змінено
change-updated = Змінено
change-removed = Вилучено
change-noted = Змінено
change-field-title = Назва
change-field-summary = Стислий опис
change-field-text = Текст
last-changed = Остання зміна:
last-added = Додано:
follow = Стежити: { $title }
follow-all = Стежити за змінами (Atom)

## Читання

alert-note = Примітка
alert-tip = Порада
alert-important = Важливо
alert-warning = Увага
alert-caution = Обережно
footnotes = Виноски
footnote-back =
    { $reference ->
        [1] Назад до посилання { $number }
       *[other] Назад до { $reference }-ї згадки виноски { $number }
    }
table-region = Таблиця
heading-link = Посилання на цей підрозділ
home = Головна
task-done = виконано
task-open = не виконано
boolean-true = так
boolean-false = ні

## Службові сторінки

continue = Продовжити українською
not-found-title = Сторінку не знайдено
not-found = За цією адресою сторінки немає. Можливо, її перенесено: скористайтеся пошуком або почніть із головної.
moved = Сторінку перенесено

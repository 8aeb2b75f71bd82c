# Файли з теки content/: їхні імена, шапки сторінок, значення полів, довідники.

# Імена файлів.
file-of-no-entry = файл поруч зі сторінками `{ $folder }` не належить жодному запису
    .hint = покладіть його в теку його запису: content/{ $folder }/<ідентифікатор>/
no-such-vocabulary = довідника `{ $name }` немає
    .hint = опишіть його у site.toml: [vocabularies.{ $name }]
    .known = імена довідників – з малих латинських літер, цифр і поодиноких дефісів; тут відомі: { $known }
unknown-folder = `{ $folder }` – не колекція й не довідник цього сайту
    .hint = опишіть її у site.toml: [collections.{ $folder }]
    .known = перенесіть сторінки до однієї з тек сайту: { $known }
no-page = `{ $name }` – не сторінка
    .hint = сторінки звуться `<ідентифікатор>.<мова>.md`, як-от about.{ $language }.md; власні файли запису лежать у теці з його ім’ям
looks-like-a-copy = `{ $name }` схоже на другу копію файлу `{ $original }`, яку зробив браузер або файловий менеджер
name-without-language = в імені `{ $name }` немає мови
no-id = `{ $id }` не може бути ідентифікатором
    .option = виберіть ідентифікатор через --id: малі літери a–z, цифри й поодинокі дефіси
    .form = малі літери a–z, цифри й поодинокі дефіси; `index` і `page` зайняті
name-in-no-language = `{ $tag }` в імені `{ $name }` – не мова цього сайту
no-file-name = `{ $name }` не може бути ім’ям файлу
page-among-files = серед власних файлів запису лежить сторінка
other-ending = розширення `{ $name }` не таке, як у файлів сайту
colliding-ids = це ім’я відрізняється від `{ $other }` лише великими літерами або складом літер із позначками
    .hint = залиште один із двох файлів, з ім’ям із малих літер від a до z, цифр і поодиноких дефісів
hint-rename = перейменуйте на { $path }
hint-rename-id = перейменуйте на { $path }: малі літери від a до z, цифри й поодинокі дефіси
hint-rename-file = перейменуйте на { $path }: літери від a до z, цифри, дефіси, підкреслення й крапки, бо ім’я стане частиною адреси
hint-rename-copy = перейменуйте на { $path } або вилучіть, якщо це нікому не потрібна копія
hint-rename-or-add = перейменуйте на { $path } або додайте "{ $tag }" до `languages` у site.toml
hint-add-language = додайте "{ $tag }" до `languages` у site.toml: іншими мовами сторінка вже є
hint-move = перенесіть до { $path }
hint-move-or = перенесіть до { $path } або до теки однієї з цих колекцій: { $others }
hint-move-up = перенесіть вище: { $path }
hint-save-as-text = збережіть як звичайний текст, у вигляді сторінки: { $path }
hint-taken = `{ $path }` уже є: вилучіть цей файл або перейменуйте його на { $other }
hint-taken-delete = `{ $path }` уже є: вилучіть цей файл
hint-taken-terms = `{ $path }` уже є: перенесіть туди терміни й вилучіть цей файл
no-plain-page = звичайної сторінки `{ $id }` немає
    .hint = назвіть звичайну сторінку

# Шапка сторінки.
front-matter-too-long = шапка сторінки довша за { $limit } КіБ
    .hint = перенесіть текст із шапки в текст сторінки
front-matter-without-end = шапка сторінки не має кінця
    .hint = поставте рядок `+++` після її останнього ключа
no-front-matter = сторінка не починається з шапки
    .hint = почніть файл рядком `+++`, далі title = "…", далі ще один рядок `+++`
key-in-a-row = `{ $key }` – ключ сторінки, а стоїть у рядку таблиці `{ $table }`
    .hint = перенесіть рядок вище першого [[{ $table }]]
facts-of-others = { $keys } – факти колекції `{ $collection }`, на сторінках цієї теки їх не буває
facts-of-others-and-more = { $keys } та інші – факти колекції `{ $collection }`, на сторінках цієї теки їх не буває
empty-text = у `{ $key }` порожньо
    .hint = напишіть текст або вилучіть рядок
no-revision = `{ $text }` – не редакція: вісім цифр 0–9 або літер a–f
    .hint = нехай її запише `icsi translated`: translates = "5f0c9a3e"
type-revision = редакцію
no-slug = `{ $slug }` не може бути частиною адреси
    .hint = малі літери від a до z, цифри й поодинокі дефіси: slug = "{ $better }"
slug-of-an-index = сторінка теки має адресу своєї теки
slug-of-a-term = адреса терміна – його ідентифікатор
hint-remove-slug = вилучіть `slug`
hint-aliases = aliases = ["/en/clusters/old-name/"]
no-alias = `{ $text }` не може бути колишньою адресою цієї сторінки
    .hint = шлях від початку сайту або ім’я поруч із цією сторінкою: aliases = ["/en/clusters/old-name/"]
type-addresses = список адрес
type-texts = список текстів
type-reasons = правила з причинами
hint-allow = allow = {"{"} outline-differs = "причина" {"}"}
allowed-without-reason = `{ $rule }` дозволено без причини
    .hint = скажіть кількома словами, чому
one-language-in-a-translation = у перекладі `{ $field }` приймає лише текст цією мовою
    .hint = напишіть { $field } = "…"; тексти всіма мовами разом стоять в оригіналі
required-field-missing = бракує обов’язкового поля `{ $field }`
required-field-empty = обов’язкове поле `{ $field }` порожнє

# Значення полів. Типи – у знахідному відмінку.
type-number = число
type-address = адресу
type-e-mail-address = адресу електронної пошти
type-choice = одне зі своїх значень
type-term = ідентифікатор терміна
type-entry = ідентифікатор запису
type-file = ім’я файлу
type-amount = суму з валютою
type-one-value = одне значення
type-text-by-language = текст кожною мовою
too-many-values = `{ $field }` має понад { $limit } значень
    .hint = поділіть запис
named-twice = `{ $field }` називає це значення двічі
    .hint = вилучіть друге
no-such-language = мови `{ $tag }` на сайті немає
    .hint = одна з `languages` у site.toml
no-text-in-any-language = `{ $field }` не має тексту жодною мовою
no-choice = `{ $text }` – не значення поля `{ $field }`
too-long-text = `{ $field }` довше за { $limit } байтів
    .hint = довгому тексту місце в тексті сторінки
no-web-address = `{ $text }` – не адреса в інтернеті
    .hint = повна адреса: https://example.org/page
no-e-mail-address = `{ $text }` – не адреса електронної пошти
    .hint = name@example.org, без нічого перед нею чи після неї
no-currency = `{ $code }` – не валюта за ISO 4217
    .hint = EUR, UAH, PLN …
no-amount = `{ $field }` – сума з валютою за ISO 4217
    .hint = { $field } = {"{"} amount = 300000, currency = "EUR" {"}"}
hint-dates = 2023, "2023-03" або 2023-03-29
hint-one-or-many = напишіть { $field } = […], з одним значенням або кількома
hint-keep-one = приберіть дужки [ ] і залиште одне значення
hint-rows = напишіть [[{ $field }]] над кожним рядком таблиці
hint-write-choice = напишіть { $line } з одним із цих значень: { $known }
hint-write-term = напишіть { $line } з ідентифікатором терміна з content/{ $vocabulary }.toml
hint-write-entry = напишіть { $line } з ідентифікатором запису з { $folders }
hint-write-row = напишіть [[{ $name }]] нижче від усіх інших ключів, а в рядках після нього { $columns }
hint-write-row-and = напишіть [[{ $name }]] нижче від усіх інших ключів, а в рядках після нього { $columns } і, якщо відомо, { $others }
hint-instead-of-line = вилучіть цей рядок і { $hint }

# Довідники.
no-country-code = `{ $code }` – не код країни
    .hint = напишіть дві великі літери, які ISO 3166-1 має для країни, як-от `UA`
duplicate-title = `{ $term }` має ту саму назву, що й `{ $first }`: { $title }
    .hint = залиште `{ $first }` і напишіть його всюди, де стоїть `{ $term }`; або дайте цьому терміну іншу назву
duplicate-code = `{ $term }` має той самий код, що й `{ $first }`: { $code }
    .hint = залиште `{ $first }` і напишіть його всюди, де стоїть `{ $term }`; або дайте цьому терміну інший код
term-is-a-table = термін записують як таблицю, а `{ $term }` записано як { $given }
    .hint = напишіть [{ $term }], далі { $title }
no-term-id = `{ $id }` не може бути ідентифікатором терміна
    .hint = малі літери, цифри й поодинокі дефіси: [{ $slug }]
    .taken = це ім’я сайт уживає в адресах сам: виберіть інше
term-without-title = термін `{ $term }` не має `title`
hint-term-title = title = {"{"} { $texts } {"}"}
hint-term-names = names = {"{"} { $language } = ["…"] {"}"}
hint-term-aliases = aliases = ["/en/countries/old-id/"]
type-names-by-language = список назв певною мовою
type-names = список назв
empty-name = назва порожня
name-is-a-text = назву записують як текст, а не як { $given }
no-term-alias = `{ $text }` не може бути колишньою адресою терміна
alias-is-a-text = колишню адресу записують як текст, а не як { $given }
empty-title = назва порожня
title-is-a-text = назву записують як текст, а не як { $given }
title-in-no-language = немає назви жодною мовою

# Файли записів. { $why } стоїть після імені файлу.
refused-file = `{ $name }` { $why }
refused-not-sound = – пошкоджений файл { $kind }
    .hint = збережіть його ще раз із програми, у якій його зроблено
refused-lfs = – вказівник Git LFS, який стоїть замість файлу
    .hint = отримайте сам файл: git lfs pull
refused-other-content = за вмістом – файл { $kind }
    .hint = перейменуйте його на { $name } або покладіть на його місце потрібний файл
refused-capitals = має розширення великими літерами
    .hint = пишіть розширення малими літерами: за ним файл упізнають сервери
refused-kind = – файл такого виду, якого не публікують
    .hint = зображення – .png, .jpg, .gif, .webp або .svg; документи – .pdf, .csv або .txt
refused-size = має { $width } на { $height } пікселів, а може мати щонайбільше { $limit } завширшки й заввишки
    .hint = зменште зображення
picture-unreadable = `{ $name }` не читається як зображення: { $why }
    .hint = збережіть його наново в програмі для зображень
refused-pixels = має { $width } на { $height } пікселів, а може мати щонайбільше { $limit } мільйони
refused-encoding = не в кодуванні UTF-8
    .hint = збережіть його в UTF-8
refused-formula = має в рядку { $line } клітинку, яку електронна таблиця виконає: `{ $cell }`
    .hint = поставте перед нею апостроф або вилучіть її перший знак
heavy-picture = `{ $name }` має { $size } МБ, і на нього чекає кожен відвідувач сторінки
    .hint = збережіть його з меншою кількістю пікселів: 2000 завширшки досить для будь-якого екрана; світлину – як JPEG або WebP
drawing-mended = `{ $name }` завантажує стиль або шрифт іззовні; його вилучено
    .hint = перетворіть тексти рисунка на контури або назвіть шрифт, який є в кожного
drawing-xml = – пошкоджений XML: { $error }
    .hint = збережіть його ще раз як звичайний SVG
drawing-no-sound-xml = – пошкоджений XML
    .hint = збережіть його ще раз
drawing-nesting = має елементи, вкладені глибше ніж на { $limit } рівнів
    .hint = розгрупуйте те, чого не треба групувати
drawing-element = має елемент `{ $element }`, якого тут у рисунках не може бути
    .hint = обмежтеся фігурами, текстом, градієнтами, масками й фільтрами: нічого, що виконується, рухається чи завантажує
drawing-attribute = має атрибут `{ $attribute }`, якого тут у рисунках не може бути
    .hint = вилучіть його
drawing-reference = посилається на щось поза собою
    .hint = тримайте кожне зображення, шрифт і посилання всередині файлу або вилучіть їх
    .url = `url(…)` може мати `#` та ідентифікатор із цього файлу
drawing-shapes = малює понад { $limit } фігур
    .hint = спростіть його
drawing-entity = має власну сутність
    .hint = напишіть сам знак
drawing-document-type = має тип документа
    .hint = вилучіть рядок, що починається з `<!DOCTYPE`
drawing-too-early = закінчується зарано
    .hint = збережіть його ще раз як звичайний SVG
drawing-not-one-svg = – не один елемент `svg`
    .hint = збережіть його ще раз як звичайний SVG
drawing-element-in-style = має елемент усередині `style`
    .hint = вилучіть його
drawing-control-character = має керівний знак або знак напрямку письма
    .hint = вилучіть його
drawing-foreign-language = виходить за межі мови SVG
    .hint = вилучіть кожен `xmlns`, крім власного в SVG
drawing-bad-id = має неможливий ідентифікатор
    .hint = літери, цифри, `-`, `_` і `.`
drawing-acting-style = має стиль, який може щось завантажити або виконати
    .hint = обмежтеся кольорами, лініями та шрифтами
drawing-text-outside = має текст поза своїм елементом `svg`
    .hint = вилучіть його
drawing-markup-in-style = має розмітку в стилі
    .hint = вилучіть її
drawing-endless = має частини, що без кінця посилаються одна на одну
    .hint = намалюйте кожну частину на її місці

placeholder = у `{ $key }` досі стоять три крапки з прикладу
    .hint = напишіть текст або вилучіть рядок

# site.toml: мови, колекції, довідники, поля та решта, що сайт каже про себе.

hint-one-of = одне з: { $known }

# Значення в site.toml
no-such-level = `{ $name }` не є рівнем правила
no-email = `{ $email }` не є адресою електронної пошти
contact-no-entry = `{ $name }` не називає запису: потрібні колекція та ідентифікатор разом
contact-entry-is = напишіть entry = "{ $collection }/id": колекція й ідентифікатор запису
contact-unreachable = жодне поле колекції `{ $collection }` не каже, як зв’язатися із записом
    .hint = дайте одному з них роль: role = "contact"
hint-describe = опишіть його: { $heading }
field-name = `{ $name }` не може бути назвою поля
    .hint = малі літери, цифри й підкреслення; першою – літера
field-of-every-page = `{ $name }` уже є на кожній сторінці
    .hint = виберіть іншу назву для поля
field-not-localised = поле типу `{ $kind }` не може мати тексту кожною мовою
    .hint = від мови до мови відрізняються лише поля типів text і url
field-no-inverse = поле типу `{ $kind }` не має другого боку, який можна назвати
    .hint = `inverse` мають лише поля типу page
through-kind = `through` наповнює поле типу term, у якому `many = true`
table-in-table = `{ $inner }` – таблиця всередині таблиці `{ $outer }`
    .hint = у рядках стоять прості поля: зробіть із неї запис окремої колекції
no-field-type = типу поля `{ $other }` немає
choice-empty = вибір має щонайменше одне значення
choice-value = `{ $value }` не може бути значенням вибору
    .hint = малі літери, цифри й поодинокі дефіси; читачі бачать підпис
choice-list = `{ $key }` – це список значень поля
choice-unknown = `{ $name }` немає серед значень поля
collection-name-type = назву колекції записують як текст, а не як { $given }
through-path = `through` – це шлях від поля типу page до поля типу term
through-no-field = поля `{ $name }` немає
    .hint = назвіть наявні поля, одне за одним
through-nowhere = `{ $name }` – поле типу `{ $kind }` і нікуди не веде
    .hint = ідіть через поле типу page
through-stops = `through` зупиняється на таблиці
    .hint = назвіть поле типу page в її рядках
through-no-term = жоден запис, на який воно веде, не має поля `{ $field }` типу term із цього довідника
    .hint = назвіть поле типу term тієї колекції, на яку є посилання
text-missing = цього тексту бракує мовою `{ $tag }`
    .hint = додайте { $tag } = "…"; доти читачі бачать текст іншою мовою
texts-missing = мовою `{ $tag }` у цьому файлі бракує { $count ->
    [one] { $count } тексту
    [few] { $count } текстів
    [many] { $count } текстів
   *[other] { $count } тексту
}, цей перший
needs-hint = needs = "0.2": найстаріша версія icsi, яка розуміє цей сайт
no-version = `{ $text }` не є версією
program-too-old = цьому сайту потрібна icsi { $needed }, а це icsi { $own }
    .hint = візьміть новішу програму; решту не перевірено
colour = колір – це `#` і шість шістнадцяткових цифр
    .hint = напишіть "#0b2b42" або {"{"} light = "#0d568b", dark = "#8ec6ee" {"}"}
footer-link-type = посилання записують як таблицю, а не як { $given }
footer-link-address = `{ $url }` не є адресою іншого сайту
    .hint = адреса з https, mailto або tel; сторінка цього сайту – це {"{"} page = "privacy" {"}"}
listed-twice = `{ $name }` стоїть у списку двічі
    .hint = вилучіть одне з двох
theme-name = `{ $name }` не може бути назвою оформлення
    .hint = малі літери, цифри й поодинокі дефіси
no-base-url = `{ $text }` не може бути адресою сайту: { $why }
    .hint = адреса, за якою стоятиме сайт: base_url = "https://example.org/"
language-tag-type = мітку мови записують як текст, а не як { $given }
language-twice = мова `{ $tag }` стоїть у списку двічі
no-languages = сайт має щонайменше одну мову
no-policy = `{ $other }` не каже, що робити з відсутнім перекладом
name-here = `{ $name }` тут не може бути назвою
    .hint = малі літери, цифри й поодинокі дефіси: назва стає частиною адрес
name-reserved = назву `{ $name }` сайт лишає собі
    .hint = виберіть іншу назву
vocabulary-and-collection = `{ $name }` – водночас довідник і колекція
    .hint = вони стояли б за однією адресою: перейменуйте щось одне
term-field = термін не може мати поля `{ $field }` типу `{ $kind }`
    .hint = терміни мають прості значення; зв’язки належать колекціям
sort-many = `{ $name }` має багато значень і не має власного порядку
    .hint = упорядкуйте за назвою або за полем з одним значенням
sort-no-field = поля `{ $name }`, за яким можна впорядкувати, немає
    .hint = упорядкуйте за назвою або за полем цієї колекції
cross-pair = елемент списку `cross` – це пара довідників
cross-twice = пара складається з двох різних довідників і стоїть один раз
text-empty = текст мовою `{ $language }` порожній
    .hint = напишіть його кожною мовою
text-in-no-language = `{ $key }` не має тексту жодною мовою
no-role = ролі поля `{ $name }` немає
role-type = поле типу `{ $kind }` не може мати ролі `{ $name }`
role-owner = поля { $owner ->
    [collections] колекцій
    [vocabularies] довідників
    [tables] таблиць
   *[other] { $owner }
} не можуть мати ролі `{ $name }`
role-localised = поле зі своїм текстом кожною мовою не може мати ролі `{ $name }`
role-fits = `{ $name }` – для полів типу { $types } у { $owners ->
    [collections] колекціях
    [vocabularies] довідниках
    [tables] таблицях
   *[other] { $owners }
}{ $plain ->
    [yes] {","} без окремих текстів кожною мовою
   *[no] {""}
}
role-fits-two = `{ $name }` – для полів типу { $types } у { $one ->
    [collections] колекціях
    [vocabularies] довідниках
    [tables] таблицях
   *[other] { $one }
} і { $other ->
    [collections] колекціях
    [vocabularies] довідниках
    [tables] таблицях
   *[other] { $other }
}{ $plain ->
    [yes] {","} без окремих текстів кожною мовою
   *[no] {""}
}
role-twice = роль `{ $role }` мають і `{ $one }`, і `{ $other }`
    .hint = залиште роль лише одному з них
party-of-own = `{ $field }` веде на записи власної колекції
    .hint = сторони – це записи інших колекцій: вилучіть роль або колекцію з `of`
second-countries = `{ $name }` – другий довідник країн
    .hint = залиште роль `country-code` в одному довіднику
security-contact = контакт – це адреса з `mailto:`, `https:` або `tel:`
security-nobody = `contact` нікого не називає
path-type = шлях записують як текст, а не як { $given }

# schema.org
no-schema-type = `{ $name }` не є типом schema.org, який можуть мати записи
    .hint = Organization, Project, Person, Event, CreativeWork або інший тип, названий у посібнику
schema-of-term = термін не має власних даних schema.org
    .hint = вилучіть `schema`
schema-narrow = поле типу `{ $kind }` не може уточнити тип
    .hint = це може лише вибір – через `schema` своїх значень
schema-value = поле типу `{ $kind }` не може бути `{ $name }`
    .hint = значення `{ $name }`: { $values }
no-schema-property = `{ $name }` не є властивістю schema.org, якою можуть бути поля
    .hint = одна з властивостей, названих у посібнику
schema-value-alone = поле цього значення не має `schema`
    .hint = напишіть у полі schema = "@type", якщо його значення уточнюють тип, або назвіть властивість
schema-of-collection = колекція `{ $collection }` не має `schema`
    .hint = скажіть, чим є її записи: schema = "Organization"
schema-property-of = `{ $property }` не є властивістю типу `{ $type_name }`
    .hint = вона належить типам { $types }
schema-narrower = `{ $name }` не є підтипом `{ $type_name }`
schema-no-value = `{ $name }` не є значенням `{ $property }`
schema-no-members = вилучіть його: значенням є підпис
schema-no-such-target = жодна колекція, на яку веде `{ $field }`, не має типу, який приймає `{ $property }`
    .hint = дайте одній із них таку `schema`: { $values }
schema-no-countries = терміни `{ $field }` – не країни, а `{ $property }` іншого не приймає
    .hint = назвіть іншу властивість

# Що приймає ключ: у знахідному відмінку
config-type-rules = таблицю правил
config-type-field = опис поля
config-type-fields = таблицю полів
config-type-choices = таблицю значень із підписами
config-type-collections = одну чи кілька колекцій
config-type-tables = таблиці
config-type-languages = список міток мов
config-type-pairs = список пар
config-type-links = список посилань
config-type-paths = список шляхів усередині static/
config-type-version = версію

# Ключі, яких бракує
field-of-vocabulary = назвіть довідник: of = "countries"
field-of-collections = назвіть колекції: of = ["clusters"]
field-of-table = таблиця має власні поля
site-description = одне речення для пошукових систем: description = {"{"} uk = "…" {"}"}
site-theme = назвіть теку в themes/: theme = "intermarium"
site-languages = languages = ["en", "uk"], перша – мова за замовчуванням
security-expires = expires = 2027-06-30, не пізніше ніж за рік
change-type-list = список змін
theme-copy-hash = hash = "…", як записала `icsi theme copy`
footer-link =
    .hint = напишіть {"{"} page = "privacy" {"}"} або {"{"} title = {"{"} en = "…" {"}"}, url = "https://…" {"}"}

# JSON Schema шапки сторінки, яку редактори тексту показують під час набору
schema-of = Шапка сторінок колекції { $collection }
schema-of-plain-pages = Шапка звичайних сторінок
schema-title = Назва сторінки
schema-summary = Одне-два речення для списків і результатів пошуку
schema-slug = Ім’я, що стоїть в адресі замість ідентифікатора
schema-aliases = Колишні адреси, з яких переходять на цю сторінку
schema-draft = Чернетка не публікується
schema-updated = День останньої зміни
schema-translates = Редакція оригіналу, якій відповідає цей переклад; її записує icsi translated
schema-changes = Що змінилося, за днями, кожною мовою
schema-allow = Правила, попередження яких ця сторінка може мати, кожне з причиною

# Реєстр опублікованих адрес, і те, що береже загублену.
ledger-line = `{ $line }` – не рядок реєстру адрес
    .hint = напишіть адресу, як-от /en/about/, саму або з `gone` за нею; або вилучіть рядок
lost-address = `/{ $address }` було опубліковано, а тепер вона нікуди не вела б
    .write = напишіть цей рядок у { $file }: { $line }; якщо сторінку вилучено навмисно: icsi addresses --accept
    .write-below = напишіть цей рядок у { $file } під [{ $term }]: { $line }; якщо термін вилучено навмисно: icsi addresses --accept
    .unknown = якщо її місце посіла інша сторінка, напишіть там: { $line }; якщо сторінку вилучено навмисно: icsi addresses --accept
    .file = стрічки й файли нікуди не переспрямовують; якщо адресу вилучено навмисно: icsi addresses --accept
addresses-not-known = які адреси має сайт, невідомо
    .hint = спершу виправте сайт
addresses-would-die = { $count ->
        [one] зникла б { $count } адреса
        [few] зникли б { $count } адреси
        [many] зникло б { $count } адрес
       *[other] зникло б { $count } адреси
    }; нічого не записано
    .hint = подбайте про них; або, якщо всі вилучено навмисно: icsi addresses --accept
addresses-as-they-should-be = { $file } такий, як має бути
addresses-written = { $file }: додано { $added }, знову є { $returned }, зникло { $lost }
address-not-in-ledger = { $file } не має адреси `{ $address }`
    .hint = напишіть її, як вона там стоїть: /en/about/
address-not-lost = за адресою `{ $address }` щось є
    .hint = спершу вилучіть сторінку чи колишню адресу
addresses-forgotten = { $file }: { $count ->
        [one] { $count } адресу забуто
        [few] { $count } адреси забуто
        [many] { $count } адрес забуто
       *[other] { $count } адреси забуто
    }
addresses-lacking = { $file } не має { $count ->
        [one] { $count } адреси
        [few] { $count } адрес
        [many] { $count } адрес
       *[other] { $count } адреси
    }; коли сайт опубліковано: icsi addresses

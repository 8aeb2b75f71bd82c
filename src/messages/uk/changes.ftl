# Що змінилося: нотатки сторінок, історія репозиторію.
change-not-a-table = зміна має бути таблицею
change-not-a-day = `{ $date }` – не день
change-says-nothing = `what` нічого не каже
change-empty = текст порожній
    .hint = напишіть його або вилучіть
history-unreadable = історію сайту не вдається прочитати
    .hint = збирайте сайт у теці під git, у якій є коміт; або без --history
history-shallow = репозиторій неповний: що змінилося до { $day }, невідомо (git fetch --unshallow)

# Машина: помилки системи.

# $kind – вид помилки (std::io::ErrorKind у Rust), $text – що каже сама система.
system-error = { $kind ->
    [NotFound] такого файлу чи теки немає
    [PermissionDenied] система не дає на це прав
    [AlreadyExists] такий файл чи тека вже є
    [StorageFull] на диску бракує місця
    [ReadOnlyFilesystem] файлова система доступна лише для читання
    [IsADirectory] це тека, а не файл
    [NotADirectory] це не тека
    [DirectoryNotEmpty] тека не порожня
    [AddrNotAvailable] ця машина не має такої адреси
    [AddrInUse] адреса вже зайнята
   *[other] { $text }
}

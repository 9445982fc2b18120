namespace EdgePos.Ledger;

/// <summary>How days are kept in files: 20261124, so that they sort and read alike.</summary>
internal static class DayNumber
{
    /// <summary>The number of a day; 0 for none.</summary>
    public static long Of(DateOnly? day) => day is { } date ? (date.Year * 10_000) + (date.Month * 100) + date.Day : 0;

    /// <summary>The day of a number.</summary>
    public static DateOnly ToDay(long number) => new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}

namespace EdgePos.Gateway;

/// <summary>
/// When an update may be installed. Never while a card payment is under way or nobody knows how one ended; else when all tills are
/// closed, or in the window of the release. Pure.
/// </summary>
internal static class UpdateMoment
{
    /// <summary>Why it waits, in words that stay the same while nothing changes; null: now.</summary>
    /// <param name="counter">What goes on in the shop.</param>
    /// <param name="window">When the release may be installed though a till is open.</param>
    /// <param name="timeOfDay">By the store's clock.</param>
    /// <param name="quiet">Nobody may have touched a basket for so long.</param>
    public static string? Wait(CounterMoment counter, UpdateWindow window, TimeSpan timeOfDay, TimeSpan quiet) =>
        counter.PaymentsRunning > 0 ? "a customer stands at a card terminal"
        : counter.PaymentsUnknown > 0
            ? $"nobody knows how {Payments(counter.PaymentsUnknown)} ended: read the terminal's slip, and say it at a register"
        : counter.Untouched < quiet ? $"somebody was served within the last {quiet.TotalMinutes:0} minutes"
        : !window.IsEmpty && window.Has(timeOfDay) ? null
        : counter.OpenTills.Count > 0 ? $"{Tills(counter.OpenTills)} open{OrWindow(window)}"
        : counter.OpenBaskets > 0 ? $"a basket with goods is open{OrWindow(window)}"
        : null;

    private static string Payments(int count) => count == 1 ? "a card payment" : $"{count} card payments";

    private static string Tills(IReadOnlyList<int> tills) =>
        tills.Count == 1 ? $"till {tills[0]} is" : $"tills {string.Join(", ", tills)} are";

    private static string OrWindow(UpdateWindow window) => window.IsEmpty ? "" : $", and it is not between {window}";
}

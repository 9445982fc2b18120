using System.Globalization;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The store as its options describe it, in the store's own types.</summary>
internal sealed class StoreProfile(IOptions<StoreOptions> options)
{
    public BoxIdentity Identity { get; } = new(options.Value.Tenant, options.Value.Code, options.Value.Box);

    public Currency Currency { get; } = Currency.Of(options.Value.Currency);

    public TaxMode Tax { get; } = new(options.Value.PricesExcludeTax, options.Value.TaxPerLine);

    /// <summary>Minor units of the smallest step that cash is paid in.</summary>
    public int CashStep { get; } = CashRounding.StepOf(options.Value.Country);

    public TimeZoneInfo Zone { get; } = options.Value.ToZone();

    public string Language { get; } = options.Value.Language;

    /// <summary>A moment by the clock on the store's wall.</summary>
    public DateTime LocalOf(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;

    /// <summary>A time as the store's paper has it.</summary>
    public string TimeOf(long us) => TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddMicroseconds(us), Zone)
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public string Name { get; } = options.Value.Name;

    public IReadOnlyList<string> Header { get; } = Lines(options.Value.Header);

    public IReadOnlyList<string> Footer { get; } = Lines(options.Value.Footer);

    private static string[] Lines(string text) => text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

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

    public TimeZoneInfo Zone { get; } = options.Value.ToZone();

    public string Language { get; } = options.Value.Language;

    /// <summary>A time as the store's paper has it.</summary>
    public string TimeOf(long us) => TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddMicroseconds(us), Zone)
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public string Name { get; } = options.Value.Name;

    public IReadOnlyList<string> Header { get; } =
        options.Value.Header.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

using System.Globalization;
using EdgePos.Devices;
using EdgePos.Store;
using Item = EdgePos.Store.Item;
using Money = EdgePos.Store.Money;

namespace EdgePos.Gateway;

/// <summary>
/// Weighs for registers, and keeps what was weighed until it is sold: once, by the register that had it weighed, and soon. What
/// lies on the scale an hour later is something else.
/// </summary>
internal sealed class WeighDesk(DeviceChoice devices, ItemCodes items, TimeProvider time)
{
    private const int KeptMax = 1000;
    private const int TareMaxGrams = 100_000;

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(2), WeighDeadline = TimeSpan.FromSeconds(8);

    private sealed record Made(long Grams, long? UnitPriceMinor, int Register, DateTimeOffset At, Guid? SoldBy);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Made> _made = [];
    private readonly Dictionary<(int Register, Guid Command), (byte[] Digest, V1.Weighing Weighing)> _answers = [];
    private readonly Underway<V1.Weighing> _underway = new();
    private readonly Queue<(string Id, int Register, Guid Command)> _order = new();
    private long _last;

    /// <summary>Weighs what lies on a scale, once for each command. What gave no weight may be asked again.</summary>
    public Task<Result<V1.Weighing>> WeighAsync(V1.WeighRequest request, Command command) => _underway.JoinAsync(command, async () =>
    {
        lock (_turn)
        {
            if (_answers.TryGetValue((command.Register, command.Id), out var kept))
            {
                return kept.Digest.AsSpan().SequenceEqual(command.Digest) ? kept.Weighing
                    : new Refusal(RefusalCode.CommandIdReused, "command_id");
            }
        }

        return await WeighOnceAsync(request, command);
    });

    /// <summary>Sells a weighing; the same command gets it again.</summary>
    /// <param name="item">What is sold by it.</param>
    /// <returns>Grams.</returns>
    public Result<long> Take(string id, Item item, Command command)
    {
        lock (_turn)
        {
            if (!_made.TryGetValue(id, out var made) || made.Register != command.Register || time.GetUtcNow() - made.At > GoodFor
                || (made.SoldBy is { } other && other != command.Id) || (made.UnitPriceMinor is { } price && price != item.Price?.Minor))
                return new Refusal(RefusalCode.WeighingNotFound, "weighing_id");
            _made[id] = made with { SoldBy = command.Id };
            return made.Grams;
        }
    }

    private async Task<Result<V1.Weighing>> WeighOnceAsync(V1.WeighRequest request, Command command)
    {
        if (request.TareGrams is < 0 or > TareMaxGrams)
            return new Refusal(RefusalCode.FieldInvalid, "tare_grams", $"tare_grams must be 0 to {TareMaxGrams}");
        var item = request.Scanned.Length == 0 ? (Item?)null
            : items.Find(request.Scanned, "", PastDates.Allowed).Then<Item?>(found => found.Item);
        if (item.Refusal is { } unknown)
            return unknown;
        if (item.Value is { } weighed && (weighed.Unit != Unit.Kilogram || weighed.Price is null))
            return new Refusal(RefusalCode.NotWeighed, "scanned", weighed.Name);
        var scale = devices.For<ScaleDriver>(command.Register, request.Device, new Refusal(RefusalCode.NoScale, ""));
        if (scale.Refusal is { } none)
            return none;

        using var deadline = Deadline.After(WeighDeadline, time);
        var outcome = await scale.Value.WeighAsync(new WeighRequest(request.TareGrams, item.Value?.Price?.Minor), deadline.Token);
        if (outcome.Weighing is not { } weighing)
            return outcome.None!.Why is WeighHindrance.Offline
                ? new Refusal(RefusalCode.DeviceUnavailable, "device", scale.Value.Description.Name, outcome.None.Sentence)
                : new Refusal(RefusalCode.NoWeight, "", $"text:WEIGH_{Refusal.CodeOf(outcome.None.Why.ToString())}");
        return Keep(scale.Value.Description.Name, weighing, item.Value, command);
    }

    private Result<V1.Weighing> Keep(string scale, Weighing weighing, Item? item, Command command)
    {
        // A scale that computes prices is certified to: where it comes to another price than the box, nobody may be charged either.
        if (weighing.TotalMinor is { } total && item is { Price: { } price }
            && LineRules.PriceOf(new Quantity(weighing.NetGrams, Unit.Kilogram), price).Value.Minor != total)
            return new Refusal(RefusalCode.NoWeight, "", "text:WEIGH_PRICE_REFUSED");
        var kept = new V1.Weighing
        {
            WeighingId = string.Create(CultureInfo.InvariantCulture, $"{scale}-{DevicesService.Run}-{Interlocked.Increment(ref _last)}"),
            Device = scale,
            NetGrams = weighing.NetGrams,
            TareGrams = weighing.TareGrams ?? 0,
            Total = weighing.TotalMinor is { } minor && item is { Price.Currency: var currency }
                ? Ledger.Wire.ToWire(new Money(minor, currency)) : null,
        };
        lock (_turn)
        {
            _made[kept.WeighingId] = new Made(weighing.NetGrams, weighing.UnitPriceMinor, command.Register, time.GetUtcNow(), null);
            _answers[(command.Register, command.Id)] = (command.Digest, kept);
            _order.Enqueue((kept.WeighingId, command.Register, command.Id));
            if (_order.Count > KeptMax)
            {
                var old = _order.Dequeue();
                _made.Remove(old.Id);
                _answers.Remove((old.Register, old.Command));
            }
        }

        return kept;
    }
}

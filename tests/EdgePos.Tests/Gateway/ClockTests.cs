using EdgePos.Gateway;
using EdgePos.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A box without a battery clock boots in the past: its entries say so until something vouches for the clock.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private bool _kernelSaysSo;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Entries_are_marked_until_the_clock_is_known()
    {
        var trust = new ClockTrust(_clock, () => _kernelSaysSo, always: false);
        using var writer = LedgerWriter.Open(_folder.File("ledger.db"), Sales.Setup(_clock) with { ClockIsSet = () => trust.IsSet });
        await writer.SubmitAsync(Sales.Sale(1));
        _kernelSaysSo = true;
        await writer.SubmitAsync(Sales.Sale(2));
        _kernelSaysSo = false; // what was set stays set
        await writer.SubmitAsync(Sales.Sale(3));
        Assert.Equal([1, 2, 2], Qualities());
    }

    [Fact]
    public async Task A_step_back_neither_reorders_nor_refuses_and_is_marked_until_the_clock_has_caught_up()
    {
        using var writer = Sales.Open(_folder.File("ledger.db"), _clock);
        var noon = _clock.GetUtcNow();
        await writer.SubmitAsync(Sales.Sale(1));
        _clock.AdjustTime(noon - TimeSpan.FromHours(3));
        await writer.SubmitAsync(Sales.Sale(2));
        _clock.AdjustTime(noon + TimeSpan.FromMinutes(1));
        await writer.SubmitAsync(Sales.Sale(3));
        Assert.Equal([2, 1, 2], Qualities());
        var times = new LedgerReader(_folder.File("ledger.db")).Entries(1, 10, 1 << 20).Select(entry => entry.Header.AtUs).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(100, true)]
    [InlineData(-100, true)]
    [InlineData(3600, false)]
    [InlineData(-3600, false)]
    public void Head_office_vouches_for_a_clock_that_is_near_its_own(int secondsAhead, bool set)
    {
        var trust = new ClockTrust(_clock, () => false, always: false);
        trust.Hear((_clock.GetUtcNow().AddSeconds(secondsAhead).UtcTicks - DateTime.UnixEpoch.Ticks) / 10);
        Assert.Equal(set, trust.IsSet);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void A_time_that_is_nonsense_vouches_for_nothing(long us)
    {
        var trust = new ClockTrust(_clock, () => false, always: false);
        trust.Hear(us);
        Assert.False(trust.IsSet);
    }

    private List<int> Qualities() =>
        [.. new LedgerReader(_folder.File("ledger.db")).Entries(1, 10, 1 << 20).Select(entry => entry.Header.Clock)];
}

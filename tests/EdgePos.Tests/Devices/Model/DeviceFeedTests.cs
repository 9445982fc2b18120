using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Events in order, and who has a device.</summary>
public sealed class DeviceFeedTests
{
    private static readonly DeviceDescription Scanner = new("scanner", DeviceClass.Scanner, "evdev", "here");
    private static readonly DeviceDescription Own = Scanner with { Name = "own", Register = 7 };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 1, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly DeviceFeed _feed;

    public DeviceFeedTests()
    {
        _feed = new DeviceFeed(_clock);
        Claims = new DeviceClaims(_feed);
    }

    private DeviceClaims Claims { get; }

    [Fact]
    public async Task A_register_that_was_away_gets_what_it_missed_in_order_and_nothing_twice()
    {
        for (int i = 1; i <= 5; i++)
            _feed.Tell(Scanner, new Scanned($"{i}", ""));
        var events = _feed.Watch(after: 2)!;
        _feed.Tell(Scanner, new Scanned("6", ""));
        var seen = new List<string>();
        while (seen.Count < 4)
            seen.Add(((Scanned)(await events.ReadAsync()).Fact).Data);
        Assert.Equal(["3", "4", "5", "6"], seen);
        Assert.False(events.TryRead(out _));
    }

    [Fact]
    public async Task Who_does_not_keep_up_is_let_go_and_goes_on_from_what_is_kept()
    {
        var slow = _feed.Watch(null)!;
        for (int i = 0; i < 3 * DeviceFeed.Kept; i++)
            _feed.Tell(Scanner, new Scanned($"{i}", ""));
        long last = 0;
        await foreach (var told in slow.ReadAllAsync())
            last = told.Sequence;
        Assert.Equal(2 * DeviceFeed.Kept, last);
        var again = _feed.Watch(last)!;
        Assert.True(again.TryRead(out var next));
        Assert.Equal(last + 1, next.Sequence);
    }

    [Fact]
    public void A_claim_is_one_registers_until_it_gives_it_back_or_its_time_is_over()
    {
        var claims = Claims;
        var (isMine, first) = claims.Claim(Scanner, 1, null, TimeSpan.FromSeconds(30));
        Assert.True(isMine);
        Assert.Equal((false, 1), (claims.Claim(Scanner, 2, null, TimeSpan.FromSeconds(30)).Mine, claims.HolderOf("scanner")!.Register));
        Assert.False(claims.MayUse(Scanner, 2));
        Assert.False(claims.Release(Scanner, 2));

        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(first.Token, claims.Claim(Scanner, 1, null, TimeSpan.FromSeconds(30)).Claim.Token); // renewed
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(claims.HolderOf("scanner"));
        var (isNow, second) = claims.Claim(Scanner, 2, null, TimeSpan.FromDays(1));
        Assert.True(isNow);
        Assert.True(second.Token > first.Token);
        _clock.Advance(DeviceClaims.LongestMax);
        Assert.Null(claims.HolderOf("scanner"));
        Assert.True(claims.Claim(Scanner, 3, null, TimeSpan.FromSeconds(1)).Mine);
        Assert.True(claims.Release(Scanner, 3));
        Assert.True(claims.MayUse(Scanner, 2));
    }

    [Fact]
    public void A_device_of_a_register_is_no_other_ones()
    {
        Assert.False(Claims.Claim(Own, 1, null, TimeSpan.FromSeconds(30)).Mine);
        Assert.True(Claims.Claim(Own, 7, null, TimeSpan.FromSeconds(30)).Mine);
        Assert.True(Claims.MayUse(Own, 7));
        Assert.False(Claims.MayUse(Own, 1));
    }

    [Fact]
    public void An_event_is_of_the_register_that_had_the_device_when_it_happened()
    {
        var claims = Claims;
        Assert.Equal(7, _feed.Tell(Own, new Scanned("a", "")).Register);
        Assert.Equal(0, _feed.Tell(Scanner, new Scanned("a", "")).Register);
        claims.Claim(Scanner, 3, null, TimeSpan.FromSeconds(30));
        Assert.Equal(3, _feed.Tell(Scanner, new Scanned("b", "")).Register);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(0, _feed.Tell(Scanner, new Scanned("c", "")).Register);
    }
}

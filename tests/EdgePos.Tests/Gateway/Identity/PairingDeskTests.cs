using System.Net;
using EdgePos.Gateway;
using EdgePos.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Gateway.Identity;

/// <summary>How long codes are good, how often they are tried, and by whom.</summary>
public sealed class PairingDeskTests
{
    private static readonly IPAddress Here = IPAddress.Parse("10.0.0.1");

    private readonly FakeTimeProvider _time = new();
    private readonly PairingDesk _desk;
    private int _codes;

    public PairingDeskTests() => _desk = new PairingDesk(_time, () => $"{++_codes:D6}");

    [Fact]
    public void A_code_is_good_for_five_minutes()
    {
        var code = Begin(7);
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.Same(code, _desk.Try(7, Here));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_desk.Try(7, Here));
        Assert.False(_desk.Use(code, Here)); // nor one that was begun in time
    }

    [Fact]
    public void A_code_is_used_once()
    {
        var code = Begin(7);
        Assert.True(_desk.Use(code, Here));
        Assert.False(_desk.Use(code, Here));
        Assert.Null(_desk.Try(7, Here));
    }

    [Fact]
    public void Tries_count_when_they_begin_however_many_there_are_at_once()
    {
        Begin(7);
        var tries = Enumerable.Range(0, 1_000).AsParallel().Select(i => _desk.Try(7, new IPAddress(i + 1))).ToList();
        Assert.Equal(5, tries.Count(code => code is not null));
    }

    [Fact]
    public void Of_an_address_ten_knocks_are_heard_in_ten_minutes_and_none_that_is_shut_out_uses_up_a_code()
    {
        for (int i = 0; i < 10; i++)
            _desk.Try(7, Here); // nothing is open
        Assert.True(_desk.IsShutOut(Here));
        Begin(7);
        Assert.Null(_desk.Try(7, Here));
        Assert.NotNull(_desk.Try(7, IPAddress.Parse("10.0.0.2")));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(_desk.IsShutOut(Here));
        Begin(7);
        Assert.NotNull(_desk.Try(7, Here));
    }

    [Fact]
    public void Whoever_goes_on_is_shut_out_for_longer_each_time()
    {
        foreach (var (minutes, isHeard) in new[] { (0, true), (10, true), (59, false), (1, true), (359, false), (1, true), (1_440, true) })
        {
            _time.Advance(TimeSpan.FromMinutes(minutes));
            Begin(7);
            Assert.Equal(isHeard, _desk.Try(7, Here) is not null);
            for (int i = 0; isHeard && i < 9; i++)
                _desk.Try(7, Here);
        }
    }

    [Fact]
    public void A_machine_with_a_whole_network_of_addresses_is_one()
    {
        for (int i = 0; i < 10; i++)
            _desk.Try(7, IPAddress.Parse($"2001:db8::{i + 1}"));
        Assert.True(_desk.IsShutOut(IPAddress.Parse("2001:db8::ffff:1")));
        Assert.False(_desk.IsShutOut(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Whoever_is_paired_may_knock_again()
    {
        for (int i = 0; i < 9; i++)
            _desk.Try(7, Here);
        Assert.True(_desk.Use(Begin(7), Here));
        Assert.NotNull(Begin(8));
        Assert.NotNull(_desk.Try(8, Here));
    }

    [Fact]
    public void Four_are_open_at_once_the_oldest_goes_and_one_for_the_same_number_takes_its_place()
    {
        for (int number = 1; number <= 5; number++)
            Begin(number);
        Assert.Null(_desk.Try(1, Here));
        var again = Begin(5);
        Assert.Same(again, _desk.Try(5, Here));
        Assert.NotNull(_desk.Try(2, Here));
        Assert.Null(_desk.Try(0, Here)); // which of the four is not said
    }

    [Fact]
    public void Without_a_number_the_first_free_one_is_given()
    {
        Assert.Equal([1, 3], new[] { Begin(0), Begin(0) }.Select(code => code.Register));
        OpenPairing Begin(int number) => _desk.Begin(Command(), V1.RegisterKind.Till, "till", number, free => free != 2).Value;
    }

    private OpenPairing Begin(int number) => _desk.Begin(Command(), V1.RegisterKind.Till, "till", number, _ => true).Value;

    private static Command Command() => new(1, Guid.CreateVersion7(), [1]);
}

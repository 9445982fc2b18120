using EdgePos.HeadOffice;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Boxes that come back after an outage share what may wait at head office.</summary>
public sealed class CreditShareTests
{
    private const int Room = 64, Backlog = 500;

    private readonly FakeTimeProvider _time = new();
    private readonly CreditShare _share;

    public CreditShareTests() => _share = new CreditShare(Room, _time);

    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 16)]
    [InlineData(5, 12)]
    [InlineData(20, 3)]
    [InlineData(64, 1)]
    [InlineData(1000, 1)]
    public void Each_of_those_that_drain_gets_its_part_and_none_gets_nothing(int boxes, int credit)
    {
        for (int round = 0; round < 2; round++)
        {
            for (int i = 1; i < boxes; i++)
                _share.Of(Box(i), Backlog);
        }

        Assert.Equal(credit, _share.Of(Box(0), Backlog));
    }

    [Fact]
    public void Who_is_done_and_who_was_cut_off_leave_room_to_the_others()
    {
        for (int i = 0; i < 32; i++)
            _share.Of(Box(i), Backlog);
        Assert.Equal(2, _share.Of(Box(0), Backlog));
        for (int i = 8; i < 32; i++)
            _share.Of(Box(i), entries: 3);
        Assert.Equal(8, _share.Of(Box(0), Backlog));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(16, _share.Of(Box(0), Backlog));
    }

    [Fact]
    public void Who_only_sells_takes_nothing_away()
    {
        for (int i = 1; i < 1000; i++)
            _share.Of(Box(i), entries: 5);
        Assert.Equal(16, _share.Of(Box(0), Backlog));
    }

    private static BoxName Box(int number) => new("demo", $"S{number}", "box1");
}

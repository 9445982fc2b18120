using CsCheck;
using EdgePos.Relay;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>What may be sent, and from where it is sent again.</summary>
public sealed class SendWindowTests
{
    [Fact]
    public void It_is_full_after_so_many_batches_and_a_confirmation_makes_room()
    {
        var window = new SendWindow(maxBatches: 2, maxBytes: 1000, confirmed: 0);
        window.Sent(10, 100, At(1));
        window.Sent(20, 100, At(2));
        Assert.Equal((false, true), (window.HasRoom, window.IsWaiting));
        window.Confirm(10, credit: 0, At(3));
        Assert.Equal((true, true, 20L), (window.HasRoom, window.IsWaiting, window.SentUpTo));
    }

    [Fact]
    public void It_is_full_after_so_many_bytes_and_a_large_batch_goes_alone()
    {
        var window = new SendWindow(maxBatches: 10, maxBytes: 1000, confirmed: 0);
        Assert.True(window.HasRoom);
        window.Sent(1, 5000, At(1));
        Assert.False(window.HasRoom);
        window.Confirm(1, credit: 0, At(2));
        Assert.True(window.HasRoom);
    }

    [Fact]
    public void Head_office_owes_a_confirmation_from_when_the_broker_has_the_oldest_batch_or_from_the_last_one()
    {
        var window = new SendWindow(4, 1000, confirmed: 0);
        window.Sent(10, 100, At(1));
        window.Sent(20, 100, At(1));
        Assert.Null(window.OwedSince); // a slow line is not a slow head office
        window.Taken(10, At(30));
        Assert.Equal(At(30), window.OwedSince);
        window.Taken(20, At(31));
        window.Confirm(10, 0, At(35));
        Assert.Equal(At(35), window.OwedSince);
        window.Confirm(20, 0, At(36));
        Assert.Null(window.OwedSince);
    }

    [Fact]
    public void It_opens_while_the_line_is_quick_and_closes_where_it_is_slow()
    {
        var window = new SendWindow(1000, 1_000_000, confirmed: 0);
        Assert.Equal(132_000, Fill(window, took: At(0.1), taken: 1));
        Assert.Equal(263_000, Fill(window, took: At(0.1), taken: 10));
        Assert.Equal(1_000_000, Fill(window, took: At(1), taken: 1));
        for (int i = 0; i < 10; i++)
            Fill(window, took: At(3), taken: 1);
        Assert.Equal(5_000, Fill(window, took: At(1), taken: 0));
    }

    [Fact]
    public void Head_office_may_ask_for_fewer_batches_at_once()
    {
        var window = new SendWindow(maxBatches: 10, maxBytes: 1000, confirmed: 0);
        window.Confirm(0, credit: 1, At(0));
        window.Sent(1, 1, At(1));
        Assert.False(window.HasRoom);
    }

    [Fact]
    public void A_confirmation_of_more_than_was_sent_moves_on()
    {
        var window = new SendWindow(2, 1000, confirmed: 5);
        window.Confirm(30, credit: 0, At(1));
        Assert.Equal((30L, 30L, false), (window.SentUpTo, window.Confirmed, window.IsWaiting));
    }

    [Fact]
    public void Going_back_sends_all_that_is_not_confirmed_again()
    {
        var window = new SendWindow(4, 1000, confirmed: 0);
        window.Sent(10, 100, At(1));
        window.Sent(20, 100, At(2));
        window.Confirm(10, 0, At(3));
        window.GoBack();
        Assert.Equal((10L, true, false), (window.SentUpTo, window.HasRoom, window.IsWaiting));
    }

    [Fact]
    public void A_head_office_that_has_lost_what_it_had_confirmed_gets_all_of_it_window_by_window()
    {
        var window = new SendWindow(2, 1000, confirmed: 100);
        window.GoBackTo(3);
        window.Sent(10, 100, At(1));
        window.Sent(20, 100, At(2));
        window.Confirm(10, credit: 0, At(3));
        Assert.Equal((20L, true, true), (window.SentUpTo, window.IsWaiting, window.HasRoom));
        window.GoBack();
        Assert.Equal(10, window.SentUpTo);
    }

    [Fact]
    public void Whatever_happens_nothing_is_skipped_and_the_bounds_hold() => Gen.Int[0, 4].Array[1, 200].Sample(steps =>
    {
        var window = new SendWindow(maxBatches: 4, maxBytes: 50, confirmed: 0);
        long received = 0;
        int inFlight = 0;
        foreach (int step in steps)
        {
            switch (step)
            {
                case 0 or 1 when window.HasRoom:
                    long from = window.SentUpTo, last = from + 3;
                    Assert.True(from <= received, "a batch was skipped");
                    window.Sent(last, 20, At(0));
                    received = Math.Max(received, last);
                    Assert.True(++inFlight <= 4);
                    break;
                case 2:
                    window.Confirm(received, credit: 0, At(0));
                    inFlight = 0;
                    break;
                case 3:
                    window.GoBack();
                    inFlight = 0;
                    break;
                case 4:
                    received /= 2; // a restored head office
                    window.GoBackTo(received);
                    inFlight = 0;
                    break;
            }

            Assert.True(window.Confirmed <= window.SentUpTo);
        }
    });

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    // Sends batches of 1000 bytes until there is no room, tells that some were taken so long after, confirms all; gives the bytes.
    private static int Fill(SendWindow window, TimeSpan took, int taken)
    {
        long first = window.SentUpTo + 1;
        int bytes = 0;
        for (; window.HasRoom; bytes += 1000)
            window.Sent(window.SentUpTo + 1, 1000, At(0));
        for (long last = first; last < first + taken; last++)
            window.Taken(last, took);
        window.Confirm(window.SentUpTo, 0, took);
        return bytes;
    }
}

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
        window.Sent(10, 100, now: 1);
        window.Sent(20, 100, now: 2);
        Assert.Equal((false, 1L), (window.HasRoom, window.OldestSentAt));
        window.Confirm(10, credit: 0);
        Assert.Equal((true, 2L, 20L), (window.HasRoom, window.OldestSentAt, window.SentUpTo));
    }

    [Fact]
    public void It_is_full_after_so_many_bytes_and_a_large_batch_goes_alone()
    {
        var window = new SendWindow(maxBatches: 10, maxBytes: 1000, confirmed: 0);
        Assert.True(window.HasRoom);
        window.Sent(1, 5000, now: 1);
        Assert.False(window.HasRoom);
        window.Confirm(1, credit: 0);
        Assert.True(window.HasRoom);
    }

    [Fact]
    public void Head_office_may_ask_for_fewer_batches_at_once()
    {
        var window = new SendWindow(maxBatches: 10, maxBytes: 1000, confirmed: 0);
        window.Confirm(0, credit: 1);
        window.Sent(1, 1, now: 1);
        Assert.False(window.HasRoom);
    }

    [Fact]
    public void A_confirmation_of_more_than_was_sent_moves_on()
    {
        var window = new SendWindow(2, 1000, confirmed: 5);
        window.Confirm(30, credit: 0);
        Assert.Equal((30L, 30L, null), (window.SentUpTo, window.Confirmed, window.OldestSentAt));
    }

    [Fact]
    public void Going_back_sends_all_that_is_not_confirmed_again()
    {
        var window = new SendWindow(4, 1000, confirmed: 0);
        window.Sent(10, 100, 1);
        window.Sent(20, 100, 2);
        window.Confirm(10, 0);
        window.GoBack();
        Assert.Equal((10L, true, null), (window.SentUpTo, window.HasRoom, window.OldestSentAt));
    }

    [Fact]
    public void A_head_office_that_has_lost_what_it_had_confirmed_gets_all_of_it_window_by_window()
    {
        var window = new SendWindow(2, 1000, confirmed: 100);
        window.GoBackTo(3);
        window.Sent(10, 100, 1);
        window.Sent(20, 100, 2);
        window.Confirm(10, credit: 0);
        Assert.Equal((20L, 2L, true), (window.SentUpTo, window.OldestSentAt, window.HasRoom));
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
                    window.Sent(last, 20, now: 0);
                    received = Math.Max(received, last);
                    Assert.True(++inFlight <= 4);
                    break;
                case 2:
                    window.Confirm(received, credit: 0);
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
}

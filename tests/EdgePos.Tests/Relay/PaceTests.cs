using EdgePos.Relay;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>How fast bytes go up on a line that is capped, and how long a broker may say nothing.</summary>
public sealed class PaceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Each_waits_for_those_before_it_and_a_pause_is_not_saved_up()
    {
        var pace = new Pace(1000, _clock);
        Assert.Equal(Seconds(0), pace.Reserve(500));
        Assert.Equal(Seconds(0.5), pace.Reserve(2000));
        Assert.Equal((Seconds(2.5), 1000), (pace.Ahead, pace.BatchBytes));
        _clock.Advance(Seconds(1));
        Assert.Equal(Seconds(1.5), pace.Reserve(100));
        _clock.Advance(Seconds(100));
        Assert.Equal(Seconds(0), pace.Ahead);
        Assert.Equal(Seconds(0), pace.Reserve(1000));
        Assert.Equal(Seconds(1), pace.Reserve(1000));
    }

    [Fact]
    public void Without_a_cap_nobody_waits()
    {
        var pace = new Pace(0, _clock);
        Assert.Equal(Seconds(0), pace.Reserve(int.MaxValue));
        Assert.Equal((Seconds(0), int.MaxValue), (pace.Ahead, pace.BatchBytes));
    }

    [Fact]
    public void A_broker_that_answers_later_questions_and_not_the_oldest_is_silent()
    {
        using var silence = new BrokerSilence(Seconds(10), _clock);
        long oldest = silence.Asked();
        for (int i = 0; i < 9; i++)
        {
            _clock.Advance(Seconds(1));
            silence.Ended(silence.Asked());
        }

        Assert.False(silence.Over.IsCancellationRequested);
        _clock.Advance(Seconds(1));
        Assert.True(silence.Over.IsCancellationRequested);
        silence.Ended(oldest);
    }

    [Fact]
    public void A_slow_broker_that_answers_one_after_the_other_is_not_silent_and_neither_is_one_that_is_asked_nothing()
    {
        using var silence = new BrokerSilence(Seconds(10), _clock);
        long first = silence.Asked(), second = silence.Asked();
        _clock.Advance(Seconds(9));
        silence.Ended(first);
        _clock.Advance(Seconds(9));
        silence.Ended(second);
        _clock.Advance(Seconds(1000));
        Assert.False(silence.Over.IsCancellationRequested);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

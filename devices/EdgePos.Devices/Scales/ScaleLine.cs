namespace EdgePos.Devices;

/// <summary>
/// Questions and answers on a scale's line. What lies there before a question is thrown away: an answer that came twice or late
/// is never taken for the next one's.
/// </summary>
internal sealed class ScaleLine(IDeviceLink link, TimeProvider time, TimeSpan answerWithin)
{
    private const int AnswerBytesMax = 128;
    private const byte LineFeed = 0x0A;

    // What a scale still has to say of an earlier question it says in one go.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan TalkMax = TimeSpan.FromSeconds(2);

    private readonly byte[] _buffer = new byte[AnswerBytesMax];

    // When a question was asked that had no answer yet; null: each has had its own.
    private long? _unanswered;

    /// <summary>So long after a question its answer may still come; until then nothing else is asked.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromSeconds(3);

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="question">The bytes of the question.</param>
    /// <param name="lengthOf">How many of the bytes that came are a whole answer; 0: not yet.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The answer; what came of one that never ended; empty: nothing came.</returns>
    /// <exception cref="IOException">The link broke, or the scale sends without end.</exception>
    public async Task<byte[]> AskAsync(byte[] question, Func<byte[], int> lengthOf, CancellationToken stop)
    {
        await HearOutAsync(Quiet, stop);
        if (_unanswered is { } before && Latest - time.GetElapsedTime(before) is { Ticks: > 0 } rest)
            await HearOutAsync(rest, stop);
        using var deadline = Deadline.After(answerWithin, time, stop);
        var got = new List<byte>();
        _unanswered = time.GetTimestamp();
        try
        {
            await link.WriteAsync(question, deadline.Token);
            while (got.Count < AnswerBytesMax)
            {
                await ReadAsync(got, deadline.Token);
                byte[] all = [.. got];
                if (lengthOf(all) is > 0 and int length)
                {
                    _unanswered = null;
                    return all[..length];
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It did not come in time, or not wholly.
        }

        return [.. got];
    }

    /// <summary>Sends what has no answer.</summary>
    public async Task TellAsync(byte[] bytes, CancellationToken stop)
    {
        using var deadline = Deadline.After(answerWithin, time, stop);
        await link.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>Waits for a line of a scale that sends by itself: one that began after this call.</summary>
    /// <returns>The line without its end; what came of one that never ended; empty: nothing came.</returns>
    /// <exception cref="IOException">The link broke.</exception>
    public async Task<byte[]> NextLineAsync(CancellationToken stop)
    {
        using var deadline = Deadline.After(answerWithin, time, stop);
        var got = new List<byte>();
        try
        {
            // What can be read without waiting was sent before.
            Task reading;
            while ((reading = ReadAsync(got, deadline.Token)).IsCompletedSuccessfully)
                got.Clear();
            await reading;
            while (got.Count < AnswerBytesMax)
            {
                int first = got.IndexOf(LineFeed);
                int second = first < 0 ? -1 : got.IndexOf(LineFeed, first + 1);
                if (second > 0)
                    return [.. got[(first + 1)..second]];
                await ReadAsync(got, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It did not come in time.
        }

        return [.. got];
    }

    /// <summary>Throws away what comes, until nothing has come for so long.</summary>
    /// <exception cref="IOException">The link broke, or the scale sends without end.</exception>
    public async Task HearOutAsync(TimeSpan quiet, CancellationToken stop)
    {
        long begin = time.GetTimestamp();
        var thrown = new List<byte>();
        while (time.GetElapsedTime(begin) < quiet + TalkMax)
        {
            using var deadline = Deadline.After(quiet, time, stop);
            try
            {
                thrown.Clear();
                await ReadAsync(thrown, deadline.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return;
            }
        }

        throw new IOException("the scale sends without being asked: set it to answer when it is asked, or choose its protocol for that");
    }

    /// <summary>Throws away what comes until told to stop; ends early only where the link does.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    public async Task ListenAsync(CancellationToken stop)
    {
        var thrown = new List<byte>();
        while (true)
        {
            thrown.Clear();
            await ReadAsync(thrown, stop);
        }
    }

    private async Task ReadAsync(List<byte> to, CancellationToken deadline)
    {
        int count = await link.ReadAsync(_buffer, deadline);
        if (count == 0)
            throw new IOException("the scale closed the link");
        to.AddRange(_buffer.AsSpan(0, count));
    }
}

using System.Data.Common;
using System.Threading.Channels;

namespace EdgePos.HeadOffice;

/// <summary>
/// Commits what boxes send, in the order it came; a box always has the same lane. What waits is taken together: batches of one
/// stream become one transaction. Commit first, then answer; the next commit does not wait for the answer.
/// </summary>
internal sealed class CommitLane(Books books, Answers answers, CreditShare credit, ILogger log)
{
    /// <summary>The most work that waits.</summary>
    public const int WaitingMax = 32;

    private const int EntriesMax = 10_000; // of a transaction, about

    private readonly Channel<BoxWork> _waiting = Channel.CreateBounded<BoxWork>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    /// <summary>Takes work; waits where too much is waiting.</summary>
    /// <returns>Done when it is committed; its result is done when it is answered.</returns>
    public async Task<Task<Task>> AddAsync(BoxWork work, CancellationToken broken)
    {
        await _waiting.Writer.WriteAsync(work, broken);
        return work.Committed.Task;
    }

    /// <summary>Works until the session ends.</summary>
    public Task RunAsync(CancellationToken broken) => Task.Run(async () =>
    {
        while (await _waiting.Reader.WaitToReadAsync(broken))
        {
            foreach (var run in TakeAll())
                Commit(run, broken);
        }
    }, broken);

    // Everything that waits, by stream; what a box says of itself stands alone.
    private List<List<BoxWork>> TakeAll()
    {
        var runs = new List<List<BoxWork>>();
        for (int entries = 0; entries < EntriesMax && _waiting.Reader.TryRead(out var work);)
        {
            var run = work.Batch is null ? null : runs.Find(run => run[0].Box == work.Box && run[0].Batch?.Epoch == work.Batch.Epoch);
            if (run is null)
                runs.Add([work]);
            else
                run.Add(work);
            entries += work.Batch?.Entries?.Count ?? 0;
        }

        return runs;
    }

    private void Commit(List<BoxWork> run, CancellationToken broken)
    {
        try
        {
            var answered = run[0].State is not null ? NoteState(run[0], broken) : CommitBatches(run, broken);
            foreach (var work in run)
                work.Committed.SetResult(answered);
        }
        catch (Exception fault)
        {
            if (fault is DbException)
                Log.CannotWrite(log, fault.Message);
            foreach (var work in run)
                work.Committed.SetException(fault); // it ends the session; the box sends it again
        }
    }

    private Task CommitBatches(List<BoxWork> run, CancellationToken broken)
    {
        var verdicts = books.Commit(run[0].Box, [.. run.Select(work => work.Batch!)]);
        int share = credit.Of(run[0].Box, run[^1].Batch!.Entries?.Count ?? 0);
        return answers.SendAsync(run[0].Box, run[0].Batch!.Epoch, verdicts, broken, share);
    }

    private Task NoteState(BoxWork work, CancellationToken broken) =>
        books.Note(work.Box, work.State!) is { } lost && work.MayAsk
            ? answers.SendAsync(work.Box, work.State!.Epoch, [lost], broken)
            : Task.CompletedTask;
}

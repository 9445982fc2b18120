using System.Collections.Concurrent;

namespace EdgePos.Ledger;

/// <summary>
/// Work on something that belongs to one at a time, from a bounded queue and in its order. While work comes one by one
/// the caller does its own at once, so that a lone register pays for no change of threads; while it comes together a
/// thread of its own does all that waits.
/// </summary>
/// <typeparam name="T">A piece of work.</typeparam>
public sealed class Turns<T> : IDisposable
{
    private readonly ConcurrentQueue<T> _queue = [];
    private readonly int _most;
    private readonly Action _round;
    private readonly Action<T> _refuse;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private int _waiting;
    private volatile bool _closed;
    private volatile bool _oneByOne = true;

    /// <param name="name">Of the thread.</param>
    /// <param name="most">Pieces that may wait.</param>
    /// <param name="round">Takes some work and does it, one round at a time. What it throws ends everything.</param>
    /// <param name="refuse">Gets what was accepted and will not be done, after a round has thrown.</param>
    public Turns(string name, int most, Action round, Action<T> refuse)
    {
        (_most, _round, _refuse) = (most, round, refuse);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>True where nothing more is taken.</summary>
    public bool IsClosed => _closed;

    /// <summary>Ends when it was closed and nothing waits; faults with what a round has thrown.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Queues work, and does it at once where it comes one by one; false: the queue is full or closed.</summary>
    public bool TryAdd(T work)
    {
        if (!TryQueue(work))
            return false;
        if (_oneByOne && _turn.Wait(0))
        {
            TakeTurn();
            return true;
        }

        _wake.Set();
        RefuseLeft();
        return true;
    }

    /// <summary>Queues work for the thread: the caller does not wait for it.</summary>
    public bool TryAddLater(T work)
    {
        if (!TryQueue(work))
            return false;
        _wake.Set();
        RefuseLeft();
        return true;
    }

    /// <summary>Takes the next piece, within a round.</summary>
    public bool TryTake(out T work)
    {
        if (!_queue.TryDequeue(out work!))
            return false;
        Interlocked.Decrement(ref _waiting);
        return true;
    }

    /// <summary>Takes no more; what was accepted is done.</summary>
    public void Close()
    {
        _closed = true;
        _wake.Set();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>False where it did not come in time.</returns>
    public bool Join(TimeSpan longest) => _thread.Join(longest);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose(); // the event may be set by a late caller, and goes with the last of them

    // Counted before it is looked whether the door is closed: so the thread never leaves while somebody is in the door.
    private bool TryQueue(T work)
    {
        if (Interlocked.Increment(ref _waiting) > _most || _closed)
        {
            Interlocked.Decrement(ref _waiting);
            if (_closed)
                _wake.Set(); // the thread may have seen this one in the door, and waits for it
            return false;
        }

        _queue.Enqueue(work);
        return true;
    }

    private void Run()
    {
        while (!_ended.Task.IsCompleted)
        {
            _wake.WaitOne();
            do
            {
                _turn.Wait();
                TakeTurn();
            }
            while (!_queue.IsEmpty && !_ended.Task.IsCompleted);
        }
    }

    // With the turn in hand: one round. Where more has come meanwhile the thread goes on.
    private void TakeTurn()
    {
        try
        {
            int waiting = Volatile.Read(ref _waiting);
            if (!_ended.Task.IsCompleted && waiting > 0)
            {
                _round();
                _oneByOne = waiting == 1 && _queue.IsEmpty;
            }

            if (_closed && Volatile.Read(ref _waiting) == 0)
                _ended.TrySetResult();
        }
        catch (Exception fault)
        {
            _closed = true;
            _ended.TrySetException(fault);
        }
        finally
        {
            _turn.Release();
        }

        RefuseLeft();
        if (!_queue.IsEmpty || _closed)
            _wake.Set();
    }

    private void RefuseLeft()
    {
        while (_ended.Task.IsFaulted && TryTake(out var left))
            _refuse(left);
    }
}

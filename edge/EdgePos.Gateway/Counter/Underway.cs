using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Commands that take a while: the same command joins the one that runs, and one of the same id with other content is refused. What
/// has ended is forgotten here: whoever carries it out keeps its answer.
/// </summary>
internal sealed class Underway<T>
{
    private readonly Dictionary<(int Register, Guid Id), (byte[] Digest, Task<Result<T>> Task)> _running = [];

    /// <summary>Begins a command, or joins it.</summary>
    /// <param name="begin">Carries it out; gives the answer that is kept where it was carried out before.</param>
    public Task<Result<T>> JoinAsync(Command command, Func<Task<Result<T>>> begin)
    {
        lock (_running)
        {
            if (_running.TryGetValue((command.Register, command.Id), out var same))
            {
                return same.Digest.AsSpan().SequenceEqual(command.Digest) ? same.Task
                    : Task.FromResult<Result<T>>(new Refusal(RefusalCode.CommandIdReused, "command_id"));
            }

            var task = Task.Run(() => RunAsync(command, begin));
            _running[(command.Register, command.Id)] = (command.Digest, task);
            return task;
        }
    }

    private async Task<Result<T>> RunAsync(Command command, Func<Task<Result<T>>> begin)
    {
        try
        {
            return await begin();
        }
        finally
        {
            lock (_running)
                _running.Remove((command.Register, command.Id));
        }
    }
}

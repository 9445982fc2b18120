using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Provisioning;

/// <summary>A backup that is wanted now; what is null is as the box's settings say.</summary>
/// <param name="Folder">Where it goes.</param>
/// <param name="KeyFile">File with the public key.</param>
/// <param name="OwnDisk">True: the folder may lie on the box's own disk.</param>
internal sealed record MakeBackupOrder(string? Folder, string? KeyFile, bool OwnDisk);

/// <summary>Has the box make a backup, and shows how far it is. Asks the daemon.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the box knows who asked.</param>
/// <param name="progress">Where it is told how far it is.</param>
internal sealed class MakeBackupRun(Uri gateway, int register, TimeProvider time, TextWriter output, TextWriter progress)
{
    // A large ledger is proven entry by entry, and a slow stick takes its time.
    private static readonly TimeSpan Deadline = TimeSpan.FromHours(2);

    /// <summary>Makes it.</summary>
    /// <returns>0; or 1 where there is none.</returns>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> RunAsync(MakeBackupOrder order, bool asJson, CancellationToken stop)
    {
        var request = new MakeBackupRequest
        {
            Folder = order.Folder is null ? "" : Path.GetFullPath(order.Folder),
            PublicKey = order.KeyFile is null ? "" : PemFile.Read(order.KeyFile),
            OwnDisk = order.OwnDisk,
        };
        var made = await new RemoteCall("the box", gateway, Deadline, time, register).RunAsync(
            (channel, options) => FollowAsync(new Box.BoxClient(channel).MakeBackup(request, options), stop), stop);
        if (made.Trouble.Length > 0)
            throw new ToolFault(ExitCodes.NotAsItMustBe, $"there is no backup: {made.Trouble}");
        output.WriteLine(asJson ? BackupReports.Write(new BackupReport(made.File, made.Bytes, made.JournalSeq, made.Dropped))
            : $"{made.File}: {Shown.Size(made.Bytes)}, the ledger up to entry {made.JournalSeq}; read back and proven"
            + (made.Dropped > 0 ? $"; {Shown.Count(made.Dropped, "old one was", "old ones were")} dropped" : ""));
        return ExitCodes.Ok;
    }

    private async Task<BackupProgress> FollowAsync(AsyncServerStreamingCall<BackupProgress> call, CancellationToken stop)
    {
        using (call)
        {
            BackupProgress? last = null;
            await foreach (var step in call.ResponseStream.ReadAllAsync(stop))
            {
                if (step.Step.Length > 0)
                    progress.WriteLine(step.Step);
                last = step;
            }

            return last is { Step.Length: 0 } ? last
                : throw new ToolFault(ExitCodes.Unavailable, "the box ended the call before the backup was made: journalctl -u edgepos");
        }
    }
}

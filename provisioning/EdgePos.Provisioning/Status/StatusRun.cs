using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>One screen about a box that runs. Asks the daemon; opens no file.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the box knows who asked.</param>
internal sealed class StatusRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    // A box whose sales stand still says so within two seconds.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private const string WhatToDo = "Does it run: systemctl status edgepos. What it said last: journalctl -u edgepos -n 50. "
        + "What may be wrong with the machine: edgeposctl doctor";

    /// <summary>Shows it.</summary>
    /// <returns>0; or 1 where something needs a person.</returns>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> RunAsync(bool asJson, CancellationToken stop)
    {
        var picture = await AskAsync(stop);
        var now = time.GetUtcNow();
        var findings = StatusFindings.Of(picture, now);
        bool sells = findings[0].State == FindingState.Well, needsPerson = findings.Any(one => one.NeedsPerson);
        var box = picture.Status.Value;
        if (asJson)
        {
            output.WriteLine(FindingReports.Write(new StatusReport(now, NameOf(box), box?.Version ?? "", sells, needsPerson, findings)));
        }
        else
        {
            string title = box is null ? "EdgePos"
                : $"{NameOf(box)}, EdgePos {box.Version}, up for {Shown.Span(TimeSpan.FromSeconds(box.UptimeSeconds))}";
            output.WriteLine($"{title}, at {BoxChannel.Shown(gateway)}, {Shown.Moment(now)}");
            output.WriteLine();
            FindingTable.Write(findings, output);
            output.WriteLine();
            output.WriteLine($"The box {(sells ? "sells" : "CANNOT SELL")}; {FindingTable.Summary(findings)}.");
        }

        return needsPerson ? ExitCodes.NotAsItMustBe : ExitCodes.Ok;
    }

    private static string NameOf(BoxStatus? box) => box is null ? "" : $"{box.Tenant}/{box.Store}/{box.Box}";

    private async Task<BoxPicture> AskAsync(CancellationToken stop)
    {
        try
        {
            return await new RemoteCall("the box", gateway, Deadline, time, register).RunAsync(BoxPicture.AskAsync, stop);
        }
        catch (ToolFault gone) when (gone.ExitCode == ExitCodes.Unavailable)
        {
            throw new ToolFault(gone.ExitCode, $"{gone.Message.TrimEnd('.')}. {WhatToDo}");
        }
    }
}

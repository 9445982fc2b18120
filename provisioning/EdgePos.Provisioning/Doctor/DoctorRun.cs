using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>Makes every check of the table at once, each with a deadline, and tells what was found.</summary>
internal sealed class DoctorRun(Patient patient, TextWriter output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Looks, and tells.</summary>
    /// <returns>0; or 1 where something needs a person.</returns>
    public async Task<int> RunAsync(bool asJson, CancellationToken stop)
    {
        var findings = await Task.WhenAll(Checks.All.Select(check => LookAsync(check, patient, Limit, stop)));
        var now = patient.Machine.Time.GetUtcNow();
        bool needsPerson = findings.Any(one => one.NeedsPerson);
        if (asJson)
        {
            output.WriteLine(FindingReports.Write(new DoctorReport(now, patient.DataFolder, needsPerson, findings)));
        }
        else
        {
            output.WriteLine($"The machine under {patient.DataFolder}, {Shown.Moment(now)}");
            output.WriteLine();
            FindingTable.Write(findings, output);
            output.WriteLine();
            string summary = FindingTable.Summary(findings);
            output.WriteLine($"{char.ToUpperInvariant(summary[0])}{summary[1..]}.");
        }

        return needsPerson ? ExitCodes.NotAsItMustBe : ExitCodes.Ok;
    }

    /// <summary>Makes one check. Whatever happens in it is a finding.</summary>
    public static async Task<Finding> LookAsync(Check check, Patient patient, TimeSpan limit, CancellationToken stop)
    {
        var time = patient.Machine.Time;
        using var deadline = Deadline.After(limit, time, stop);
        try
        {
            // On a thread of its own: a disk that hangs lets go of nobody, and is told of nevertheless.
            var looking = Task.Factory.StartNew(
                () => check.Look(patient, deadline.Token), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            return await looking.WaitAsync(limit, time, stop) with { Name = check.Name };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return Finding.Look($"gave no answer within {limit.TotalSeconds:0} s", "look whether a disk or the network hangs: dmesg | tail")
                with
            { Name = check.Name };
        }
        catch (UnauthorizedAccessException fault)
        {
            return Finding.NotSeen($"closed to {Environment.UserName}: {fault.Message}", "run this as root: sudo edgeposctl doctor")
                with
            { Name = check.Name };
        }
        catch (Exception fault)
        {
            return Finding.NotSeen(fault.Message) with { Name = check.Name };
        }
    }
}

using EdgePos.Ledger;
using Microsoft.Data.Sqlite;

namespace EdgePos.Provisioning;

/// <summary>The ledger opens, and its end can be read. Whether all of it is sound is what `ledger verify` proves.</summary>
internal static class LedgerHeadCheck
{
    public static Finding Look(Patient patient)
    {
        string path = patient.FileOf("ledger.db");
        try
        {
            LedgerFile.RequireReadable(path);
            return Read(path);
        }
        catch (ToolFault absent) when (absent.ExitCode == ExitCodes.NoInput)
        {
            return Finding.Look($"there is no ledger in {patient.DataFolder}",
                "a new box makes it at its first start; where the box has sold before, name its folder (--data) or look for its disk");
        }
        catch (ToolFault closed) when (closed.ExitCode == ExitCodes.NotAllowed)
        {
            throw new UnauthorizedAccessException(path, closed);
        }
        catch (LedgerFault closed) when (closed.Kind == FaultKind.CannotOpen)
        {
            throw new UnauthorizedAccessException(closed.Message, closed);
        }
        catch (Exception wrong) when (wrong is ToolFault or LedgerFault { Kind: FaultKind.Damaged or FaultKind.Io }
            or LedgerFault { InnerException: SqliteException })
        {
            return Finding.Bad(wrong.Message, "keep the whole folder as it is, take a copy of it, and look what is wrong: "
                + $"edgeposctl ledger verify --ledger {path}");
        }
    }

    private static Finding Read(string path)
    {
        using var ledger = LedgerSnapshot.Open(path);
        var (owner, head, confirmed) = (ledger.Owner(), ledger.Head(), ledger.Confirmed());
        string last = ledger.Entry(head.Seq) is { } entry ? $", the last of {Shown.Moment(Shown.Time(entry.Header.AtUs))}" : "";
        return Finding.Well($"{owner.Tenant}/{owner.Store}/{owner.Box}, {Shown.Count(head.Seq, "entry", "entries")}{last}; "
            + $"{head.Seq - confirmed} not confirmed by head office") with
        {
            Figures = new Dictionary<string, long> { ["last_seq"] = head.Seq, ["confirmed_seq"] = confirmed },
        };
    }
}

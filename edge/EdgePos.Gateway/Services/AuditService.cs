using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Who did what, as the journal says it.</summary>
internal sealed class AuditService(LedgerReader ledger, StoreProfile store) : Audit.AuditBase
{
    private const int AtOnce = 500, KindsMost = 50;
    private const long BytesAtOnce = 4 * 1024 * 1024;

    public override async Task List(ListAuditRequest request, IServerStreamWriter<AuditedAct> responseStream, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var (from, to) = Times.Between(request.FromUs, request.ToUs).OrThrow(caller.Language);
        var wanted = Check(request).OrThrow(caller.Language);
        long end = ledger.Head().Seq; // what is written meanwhile, this call's own entries too, is for the next to ask
        for (long after = 0; after < end;)
        {
            var entries = ledger.Entries(after, AtOnce, BytesAtOnce);
            foreach (var entry in entries.Where(one => one.Header.AtUs >= from && one.Header.AtUs < to))
            {
                if (Audited.Of(entry, wanted) is { } act && (request.Employee.Length == 0 || act.Employee == request.Employee)
                    && (request.Register == 0 || act.Register == request.Register))
                    await responseStream.WriteAsync(act, context.CancellationToken);
            }

            if (entries.Count == 0 || entries[^1].Header.AtUs >= to)
                return;
            after = entries[^1].Header.Seq;
        }
    }

    private static Result<HashSet<string>> Check(ListAuditRequest request)
    {
        if (Words.Check("employee", request.Employee, 0, 20) is { } wrong)
            return wrong;
        if (request.Register != 0 && !ReceiptNumber.IsRegister(request.Register))
        {
            return new Refusal(RefusalCode.FieldInvalid, "register",
                $"register must be a number from 1 to {ReceiptNumber.MaxRegister}, or 0 for all");
        }

        if (request.Kinds.Count > KindsMost || request.Kinds.Any(kind => !Audited.Kinds.Contains(kind)))
            return new Refusal(RefusalCode.FieldInvalid, "kinds", $"kinds must be among {string.Join(", ", Audited.Kinds.Order())}");
        return request.Kinds.Count == 0 ? [.. Audited.Kinds] : request.Kinds.ToHashSet();
    }
}

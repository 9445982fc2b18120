using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Tests.Gateway;

/// <summary>The good requests of the calls for shelf labels; see <see cref="BadInputRequests"/>.</summary>
internal static class BadInputLabels
{
    private const string Department = "drinks";

    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Labels.ListDue"] =
                [Fixed(() => new ListDueLabelsRequest { Department = Department, AtUs = NowUs(), AfterSku = "SOAP", Limit = 5 })],
            ["Labels.ListGone"] = [Fixed(() => new ListGoneLabelsRequest { AfterSku = "SOAP", Limit = 5 })],
            ["Labels.Print"] =
            [
                Fixed(() => new PrintLabelsRequest { CommandId = Till.NewId(), Device = "labels", Codes = { "SOAP" }, AtUs = NowUs() }),
                Fixed(() => new PrintLabelsRequest { CommandId = Till.NewId(), Department = Department }, "department"),
            ],
            ["Labels.MarkHanging"] =
            [
                Fixed(() => new MarkLabelsHangingRequest { Codes = { "SOAP" }, AtUs = NowUs() }),
                Fixed(() => new MarkLabelsHangingRequest { Department = Department }, "department"),
            ],
        };

    private static Func<BadInputShop, Task<GoodRequest>> Fixed(Func<IMessage> request, string only = "") =>
        _ => Task.FromResult(new GoodRequest(request(), only));

    private static long NowUs() =>
        (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

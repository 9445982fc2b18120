using System.Globalization;

namespace EdgePos.HeadOffice.V1;

/// <summary>The topics of relay.proto. The version comes first, so that another can live beside it.</summary>
public static class Topics
{
    private const string Root = "edgepos/v1";

    private static readonly System.Buffers.SearchValues<char> PlainLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Batches of one box. The partition, 00 to 63, is for scaling head office out: a box always has the same.</summary>
    public static string Journal(string tenant, string store, string box) =>
        $"{Box(tenant, store, box)}/journal/{Partition($"{tenant}/{store}/{box}").ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>Whether a box is there, retained.</summary>
    public static string State(string tenant, string store, string box) => $"{Box(tenant, store, box)}/state";

    /// <summary>How far head office has committed a box's journal, retained.</summary>
    public static string Confirmed(string tenant, string store, string box) => $"{Box(tenant, store, box)}/confirmed";

    /// <summary>Head office asks again.</summary>
    public static string Resend(string tenant, string store, string box) => $"{Box(tenant, store, box)}/resend";

    /// <summary>What a box says ahead of its journal: "stock", "till" or "health".</summary>
    public static string Live(string tenant, string store, string box, string what) => $"{Box(tenant, store, box)}/live/{what}";

    /// <summary>A box wants chunks of a dataset.</summary>
    public static string Fetch(string tenant, string store, string box) => $"{Box(tenant, store, box)}/fetch";

    /// <summary>A box asks head office about a receipt.</summary>
    public static string Ask(string tenant, string store, string box) => $"{Box(tenant, store, box)}/ask";

    /// <summary>Where head office answers a box.</summary>
    public static string Answer(string tenant, string store, string box) => $"{Box(tenant, store, box)}/answer";

    /// <summary>What the boxes of a tenant ask about receipts.</summary>
    public static string AllAsks(string tenant) => $"{Root}/{tenant}/+/+/ask";

    /// <summary>A box that has a claim wants a certificate; "+": with any claim.</summary>
    public static string Enrol(string tenant, string claim) => $"{Root}/{tenant}/enrol/{claim}/request";

    /// <summary>Where head office answers it.</summary>
    /// <param name="device">See <see cref="EnrolmentSignature.DeviceOf"/>.</param>
    public static string EnrolReply(string tenant, string claim, string device) => $"{Root}/{tenant}/enrol/{claim}/reply/{device}";

    /// <summary>A box wants its next certificate; "+": any box.</summary>
    public static string Renew(string tenant, string store, string box) => $"{Box(tenant, store, box)}/renew";

    /// <summary>Where head office answers it.</summary>
    public static string Renewed(string tenant, string store, string box) => $"{Box(tenant, store, box)}/renewed";

    /// <summary>A help desk asks a box for something.</summary>
    public static string Command(string tenant, string store, string box) => $"{Box(tenant, store, box)}/command";

    /// <summary>Where a box answers a help desk.</summary>
    /// <param name="reply">One level, chosen by who asks.</param>
    public static string Help(string tenant, string store, string box, string reply) => $"{Box(tenant, store, box)}/help/{reply}";

    /// <summary>True where a topic is one that the box may answer a help desk on.</summary>
    public static bool IsHelp(string topic, string tenant, string store, string box) =>
        topic.StartsWith(Help(tenant, store, box, ""), StringComparison.Ordinal)
        && topic[Help(tenant, store, box, "").Length..] is { Length: > 0 and <= 64 } reply
        && reply.AsSpan().IndexOfAnyExcept(PlainLetters) < 0;

    /// <summary>The manifest of a store's dataset, retained; "+": of all of them.</summary>
    public static string Manifest(string tenant, string store, string dataset) => $"{Root}/{tenant}/{store}/data/{dataset}";

    /// <summary>A chunk of a version of a dataset.</summary>
    public static string Chunk(string tenant, string store, string dataset, long version, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Manifest(tenant, store, dataset)}/{version}/{number}");

    /// <summary>Chunks of any version of a store's datasets.</summary>
    public static string AllChunks(string tenant, string store) => $"{Root}/{tenant}/{store}/data/+/+/+";

    /// <summary>Takes apart a topic that comes down to a store: the dataset, and of a chunk the version; null: it is neither.</summary>
    public static (string Dataset, long Version)? ParseData(string topic) => topic.Split('/') switch
    {
        [_, _, _, _, "data", var dataset] => (dataset, 0),
        [_, _, _, _, "data", var dataset, var version, _]
            when long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 =>
            (dataset, number),
        _ => null,
    };

    /// <summary>What the boxes of a tenant want.</summary>
    public static string AllFetches(string tenant) => $"{Root}/{tenant}/+/+/fetch";

    /// <summary>Whether head office is there, retained.</summary>
    public static string HeadOfficeState(string tenant) => $"{Root}/{tenant}/headoffice/state";

    /// <summary>What one of the programs of head office sends to itself, to know that the broker delivers.</summary>
    public static string Pulse(string tenant, string client) => $"{Root}/{tenant}/headoffice/pulse/{client}";

    /// <summary>All batches of a tenant.</summary>
    public static string AllJournals(string tenant) => $"{Root}/{tenant}/+/+/journal/+";

    /// <summary>The states of all boxes of a tenant.</summary>
    public static string AllStates(string tenant) => $"{Root}/{tenant}/+/+/state";

    /// <summary>The live lane of all boxes of a tenant.</summary>
    public static string AllLive(string tenant) => $"{Root}/{tenant}/+/+/live/+";

    /// <summary>
    /// Takes apart a topic that a box publishes on: store, box, and "journal", "state", "fetch", "ask", "stock", "till" or "health".
    /// </summary>
    public static bool TryParse(string topic, string tenant, out string store, out string box, out string kind)
    {
        string[] parts = topic.Split('/');
        kind = parts switch
        {
            ["edgepos", "v1", _, _, _, "state" or "fetch" or "ask"] => parts[5],
            ["edgepos", "v1", _, _, _, "journal", _] => "journal",
            ["edgepos", "v1", _, _, _, "live", "stock" or "till" or "health"] => parts[6],
            _ => "",
        };
        bool good = kind.Length > 0 && parts[2] == tenant && parts[3].Length > 0 && parts[4].Length > 0;
        (store, box) = good ? (parts[3], parts[4]) : ("", "");
        return good;
    }

    private static string Box(string tenant, string store, string box) => $"{Root}/{tenant}/{store}/{box}";

    // FNV-1a: the same in every language and at every start.
    private static uint Partition(string name)
    {
        uint hash = 2166136261;
        foreach (byte part in System.Text.Encoding.UTF8.GetBytes(name))
            hash = (hash ^ part) * 16777619;
        return hash % 64;
    }
}

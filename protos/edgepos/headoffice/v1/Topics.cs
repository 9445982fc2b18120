using System.Globalization;

namespace EdgePos.HeadOffice.V1;

/// <summary>The topics of relay.proto. The version comes first, so that another can live beside it.</summary>
public static class Topics
{
    private const string Root = "edgepos/v1";

    /// <summary>Batches of one box. The partition, 00 to 63, is for scaling head office out: a box always has the same.</summary>
    public static string Journal(string tenant, string store, string box) =>
        $"{Box(tenant, store, box)}/journal/{Partition($"{tenant}/{store}/{box}").ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>Whether a box is there, retained.</summary>
    public static string State(string tenant, string store, string box) => $"{Box(tenant, store, box)}/state";

    /// <summary>How far head office has committed a box's journal, retained.</summary>
    public static string Confirmed(string tenant, string store, string box) => $"{Box(tenant, store, box)}/confirmed";

    /// <summary>Head office asks again.</summary>
    public static string Resend(string tenant, string store, string box) => $"{Box(tenant, store, box)}/resend";

    /// <summary>Whether head office is there, retained.</summary>
    public static string HeadOfficeState(string tenant) => $"{Root}/{tenant}/headoffice/state";

    /// <summary>All batches of a tenant.</summary>
    public static string AllJournals(string tenant) => $"{Root}/{tenant}/+/+/journal/+";

    /// <summary>The states of all boxes of a tenant.</summary>
    public static string AllStates(string tenant) => $"{Root}/{tenant}/+/+/state";

    /// <summary>Takes apart a topic that a box publishes on: store, box, and "journal" or "state".</summary>
    public static bool TryParse(string topic, string tenant, out string store, out string box, out string kind)
    {
        string[] parts = topic.Split('/');
        bool good = parts.Length is 6 or 7 && parts[0] == "edgepos" && parts[1] == "v1" && parts[2] == tenant
            && (parts.Length == 7 ? parts[5] == "journal" : parts[5] == "state") && parts[3].Length > 0 && parts[4].Length > 0;
        (store, box, kind) = good ? (parts[3], parts[4], parts[5]) : ("", "", "");
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

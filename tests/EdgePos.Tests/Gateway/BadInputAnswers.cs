using System.Text.RegularExpressions;
using EdgePos.Gateway;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using StoreTexts = EdgePos.Store.Texts;

namespace EdgePos.Tests.Gateway;

/// <summary>What a register is owed when its request is refused: a code it can go by, a sentence in its language, the field.</summary>
internal static partial class BadInputAnswers
{
    // Nobody reads more at a till, and a status that is longer than a header may be does not arrive.
    private const int LongestSentence = 500;

    private static readonly Dictionary<string, RefusalCode> Codes =
        Enum.GetValues<RefusalCode>().ToDictionary(code => new EdgePos.Store.Refusal(code, "").Reason);

    // What a row of a price book may be, for its fields are named within it.
    private static readonly MessageDescriptor[] Rows =
        [V1.Item.Descriptor, V1.TaxCategory.Descriptor, V1.Promotion.Descriptor, ImportPriceBookRequest.Descriptor];

    // Where two fields do not go together, the other one may be named.
    private static readonly Dictionary<string, string[]> CheckedAgainst = new()
    {
        ["AddItem serial"] = ["quantity_thousandths"],
        ["AddTender kind"] = ["amount"],
        ["AddReturn receipt_number"] = ["scanned"],
        ["Move kind"] = ["amount"],
        ["Clock employee"] = ["pin"],
        ["ListHours from_us"] = ["to_us"],
        ["List from_us"] = ["to_us"],
        ["SetSignal action"] = ["milliseconds"],
        ["Adjust reason"] = ["quantity_thousandths"],
        ["Close counted"] = ["counted_total"],
        ["Close counted.pieces"] = ["counted_total"],
        ["Close counted.denomination.minor"] = ["counted_total"],
        ["Import items.unit"] = ["asks_serial"],
        ["Import tax_categories.code"] = ["tax_category"],
        ["Import tax_categories.from"] = ["tax_category"],
        ["Import promotions.offer.pieces"] = ["offer.paid", "offer.free"],
        ["Import promotions.schedule.from"] = ["schedule.until"],
    };

    /// <summary>Says what is wrong with a refusal; null: nothing.</summary>
    /// <param name="asked">The request it answers.</param>
    public static string? Fault(RpcException refusal, MessageDescriptor asked, string language)
    {
        if (refusal.GetRpcStatus() is not { } status || status.GetDetail<ErrorInfo>() is not { } info)
            return $"no details: {refusal.Status}";
        if (!Codes.TryGetValue(info.Reason, out var code) || info.Domain != "edgepos")
            return $"no code of ours: {info}";
        var expected = StatusMap.ToException(new EdgePos.Store.Refusal(code, ""), language);
        if (refusal.StatusCode != expected.StatusCode)
            return $"{info.Reason} as {refusal.StatusCode}";
        return SentenceFault(status.Message, StoreTexts.Get(info.Reason, language))
            ?? (status.GetDetail<BadRequest>()?.FieldViolations.Single().Field is { } field ? FieldFault(field, code, asked)
                : code is RefusalCode.FieldInvalid or RefusalCode.PriceBookRowInvalid ? $"{info.Reason} without a field" : null);
    }

    /// <summary>Whether a refusal of one field speaks of that field, or of one that it is checked against; null: it does.</summary>
    public static string? PlaceFault(RpcException refusal, string call, BadInput bad)
    {
        if (refusal.StatusCode != StatusCode.InvalidArgument || refusal.GetRpcStatus()?.GetDetail<BadRequest>() is not { } violations)
            return null;
        string named = Row().Replace(violations.FieldViolations[0].Field, "");
        return Table().IsMatch(bad.Path) && !bad.Choice.Contains('.', StringComparison.Ordinal) ? null
            : new[] { bad.Choice, Row().Replace(bad.Path, "") }.Any(at => Touch(named, Table().Replace(at, "")))
            || CheckedAgainst.GetValueOrDefault($"{call} {bad.Choice}", []).Contains(named)
                ? null
                : $"{refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason} names {named}: {Cut(refusal.Status.Detail)}";
    }

    private static bool Touch(string one, string other) => $"{one}.".StartsWith($"{other}.", StringComparison.Ordinal)
        || $"{other}.".StartsWith($"{one}.", StringComparison.Ordinal);

    private static string? SentenceFault(string sentence, string text)
    {
        string pattern = $"^{PlaceInText().Replace(Regex.Escape(text), ".*")}$";
        return !Regex.IsMatch(sentence, pattern, RegexOptions.Singleline) ? $"not the sentence in this language: {Cut(sentence)}"
            : sentence.Length > LongestSentence ? $"a sentence of {sentence.Length} characters: {Cut(sentence)}"
            : sentence.Any(char.IsControl) ? $"a sentence with control characters: {Regex.Escape(Cut(sentence))}"
            : Machinery().IsMatch(sentence) ? $"a sentence of a machine: {Cut(sentence)}"
            : null;
    }

    private static string? FieldFault(string field, RefusalCode code, MessageDescriptor asked) =>
        field is Caller.RegisterHeader or "approval" || Names(asked, field.Split('.'))
        || (code == RefusalCode.PriceBookRowInvalid && Rows.Any(row => Names(row, field.Split('.'))))
        // What is at fault may be in the basket, not in the request.
        || (field is "coupons" or "tenders" or "lines" && Names(V1.Basket.Descriptor, [field]))
            ? null
            : $"{code} names {field}, which {asked.Name} has not";

    private static bool Names(MessageDescriptor type, ReadOnlySpan<string> path)
    {
        string name = path[0].Split('[')[0];
        var inner = path[1..].ToArray();
        return type.FindFieldByName(name) is { } field
            ? inner.Length == 0 || (field.FieldType == FieldType.Message && Names(field.MessageType, inner))
            : type.Oneofs.FirstOrDefault(one => one.Name == name) is { } oneof
                && (inner.Length == 0 || oneof.Fields.Any(one => one.FieldType == FieldType.Message && Names(one.MessageType, inner)));
    }

    private static string Cut(string text) => text.Length > 200 ? text[..200] + "..." : text;

    [GeneratedRegex(@"\[\d+]")]
    private static partial Regex Row();

    // The fields of a row of a price book are named within the row.
    [GeneratedRegex(@"^(items|promotions|tax_categories)(\.|$)")]
    private static partial Regex Table();

    [GeneratedRegex(@"\\\{\d}")]
    private static partial Regex PlaceInText();

    [GeneratedRegex(@"Exception|System\.|EdgePos\.|SQLite|   at |Parameter '|Nullable")]
    private static partial Regex Machinery();
}

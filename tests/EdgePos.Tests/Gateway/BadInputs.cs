using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgePos.Tests.Gateway;

/// <summary>One thing that can be wrong with a request.</summary>
/// <param name="Path">The field, in snake case with the rows of lists: lines[0].sku.</param>
/// <param name="Choice">The same with the names of choices for what was chosen, and without rows: offer.percent_ppm.</param>
/// <param name="What">What is made of it.</param>
/// <param name="Spoil">Does it.</param>
internal sealed record BadInput(string Path, string Choice, string What, Action<IMessage> Spoil)
{
    /// <summary>A good request, spoiled.</summary>
    public IMessage Of(IMessage good)
    {
        var request = good.Descriptor.Parser.ParseFrom(good.ToByteArray());
        Spoil(request);
        return request;
    }
}

/// <summary>Spoils every field of a request, one at a time, by its descriptor: what a proto gains is spoiled with the rest.</summary>
internal static class BadInputs
{
    // One more than any list may have, but for those that say otherwise.
    private const int TooMany = 1_001;

    private static readonly Dictionary<string, int> ManyOf = new() { ["codes"] = 5_001 };

    private static readonly string Long = new('x', 10_000);

    private static readonly string[] Texts =
    [
        "", " ", "x", Long, string.Concat(Enumerable.Repeat("\U0001F469\u200D\U0001F680", 2_000)), "a\u001b[2J\nb\u007f", "a\0b",
        "\u202E\u05E9\u05DC\u05D5\u05DD", "\u0001\u0085", "O'Brien'); DROP TABLE items; --", "%_\\\"`${x}{0}{9}", new('9', 60),
        "\u00e9\u00df\u4e2d\uFFFF", "../../etc/passwd", "x ",
    ];

    private static readonly Dictionary<string, string[]> TextsOf = new()
    {
        ["currency"] = ["eur", "USD", "XXX", "EURO", "E\u0055R"],
        ["receipt_number"] = ["S1-1-0", "S1-1-9223372036854775807", "S1-1-9223372036854775808", "S1-10000-1", "S1-1-T1", "S1--1-1",
            "S2-1-1", "S1-1-1-GIFT", "B-00000000000000000000000000000000-1", "-GIFT", "--"],
        ["business_date"] = ["0001-01-01", "9999-12-31", "2026-02-30", "2026-1-1"],
        ["birth_date"] = ["0001-01-01", "9999-12-31", "2026-02-30", "1990-05-31T00:00"],
        ["from"] = ["0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T24:00"],
        ["until"] = ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T00:00"],
        ["hours_from"] = ["00:00", "23:59", "24:00", "9:00"],
        ["hours_to"] = ["00:00", "23:59", "24:00", "9:00"],
        ["page"] = ["1:", ":W-1", "-1:W-1", "9223372036854775808:W-1", "0:W 1"],
        ["order_number"] = ["W-9999", "W 1", "W-1\u00e9"],
        ["scanned"] = ["(01)05449000000996(99)", "]C1010544900000099610", "5449000000997", "2900000000001",
            "https://id.gs1.org/01/05449000000996?x=%ZZ"],
    };

    // An id that is none, and one of nothing.
    private static readonly string[] Ids =
    [
        "00000000-0000-0000-0000-000000000000", "{01234567-89ab-cdef-0123-456789abcdef}", "0123456789abcdef0123456789abcdef",
        "01234567-89ab-cdef-0123-456789abcdeg", "01234567-89ab-4def-8123-456789abcdef",
    ];

    // The ends of the type, and each limit of a rule with what is beyond it.
    private static readonly long[] Numbers =
    [
        0, 1, -1, 2, 99, 100, 500, 1_000, 1_001, 1_000_000, 1_000_001, 1_000_000_000, 1_000_000_001, 9_999_999_000, 9_999_999_001,
        -9_999_999_000, 1_000_000_000_000, 1_000_000_000_001, int.MinValue, int.MaxValue, 253_402_300_799_999_999, long.MinValue,
        long.MaxValue,
    ];

    /// <summary>All that can be wrong with one field of a good request.</summary>
    /// <param name="only">Spoil this field and what is in it; empty: all.</param>
    public static IEnumerable<BadInput> Of(IMessage good, string only = "") => Walk(good, "", "", root => root, only);

    /// <summary>The paths of all fields of a request, without rows.</summary>
    public static IEnumerable<string> PathsOf(MessageDescriptor type, string at = "") => type.Fields.InDeclarationOrder().SelectMany(
        field => PathsOf(field, at + field.Name));

    private static IEnumerable<string> PathsOf(FieldDescriptor field, string path) =>
        field.FieldType == FieldType.Message ? PathsOf(field.MessageType, $"{path}.").Prepend(path) : [path];

    private static IEnumerable<BadInput> Walk(IMessage good, string at, string choiceAt, Func<IMessage, IMessage> parent, string only)
    {
        foreach (var field in good.Descriptor.Fields.InDeclarationOrder())
        {
            string path = at + field.Name, choice = choiceAt + (field.RealContainingOneof?.Name ?? field.Name);
            BadInput With(string what, Action<IMessage> spoil) => new(path, choice, what, root => spoil(parent(root)));

            if (path.StartsWith(only, StringComparison.Ordinal))
            {
                var bad = field.IsRepeated ? Lists(field, With)
                    : field.FieldType == FieldType.Message ? Inners(field, With)
                    : Values(field).Select(value => With(Show(value), from => field.Accessor.SetValue(from, value)));
                foreach (var one in bad)
                    yield return one;
            }

            // What is not there has no fields: another good request has it.
            if (InnerOf(good, field) is not { } inner)
                continue;
            foreach (var one in Walk(inner, field.IsRepeated ? $"{path}[0]." : $"{path}.", $"{choice}.",
                root => InnerOf(parent(root), field)!, only))
                yield return one;
        }
    }

    private static BadInput[] Inners(FieldDescriptor field, Func<string, Action<IMessage>, BadInput> bad) =>
        [bad("absent", field.Accessor.Clear), bad("empty", from => field.Accessor.SetValue(from, New(field)))];

    private static IEnumerable<BadInput> Lists(FieldDescriptor field, Func<string, Action<IMessage>, BadInput> bad)
    {
        yield return bad("none", field.Accessor.Clear);
        yield return bad("twice", from => Repeat(from, field, 2));
        yield return bad("too many", from => Repeat(from, field, ManyOf.GetValueOrDefault(field.Name, TooMany)));
        if (field.FieldType == FieldType.Message)
            yield break;
        foreach (object value in Values(field))
        {
            yield return bad($"one is {Show(value)}", from =>
            {
                Repeat(from, field, 1);
                ((IList)field.Accessor.GetValue(from))[0] = value;
            });
        }
    }

    // The first row so often, or an empty one.
    private static void Repeat(IMessage from, FieldDescriptor field, int times)
    {
        var rows = (IList)field.Accessor.GetValue(from);
        object first = rows.Count > 0 ? rows[0]! : field.FieldType == FieldType.Message ? New(field) : Values(field).First();
        while (rows.Count < times)
            rows.Add(first);
    }

    private static IMessage? InnerOf(IMessage from, FieldDescriptor field) => field.FieldType != FieldType.Message ? null
        : field.IsRepeated ? ((IList)field.Accessor.GetValue(from)).Cast<IMessage>().FirstOrDefault()
        : (IMessage?)field.Accessor.GetValue(from);

    private static IMessage New(FieldDescriptor field) => field.MessageType.Parser.ParseFrom(ByteString.Empty);

    private static IEnumerable<object> Values(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => Texts.Concat(TextsOf.GetValueOrDefault(field.Name, []))
            .Concat(field.Name.EndsWith("_id", StringComparison.Ordinal) ? Ids : []),
        FieldType.Bool => [false, true],
        FieldType.Enum => field.EnumType.Values.Select(value => value.Number).Concat([-1, 999, int.MaxValue])
            .Select(number => Enum.ToObject(field.EnumType.ClrType, number)),
        FieldType.Int32 => Numbers.Where(number => number is >= int.MinValue and <= int.MaxValue).Select(number => (object)(int)number),
        FieldType.Int64 => Numbers.Cast<object>(),
        _ => throw new NotSupportedException($"no test knows how to spoil {field.FullName}, a {field.FieldType}"),
    };

    private static string Show(object value) => value is not string text ? $"{value}"
        : text.Length > 60 ? $"{text.Length} times <{(int)text[0]:x}>"
        : $"'{string.Concat(text.Select(letter => char.IsAscii(letter) && letter > ' ' ? $"{letter}" : $"<{(int)letter:x}>"))}'";
}

using System.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents;
using Ingest.Codec.Documents.Senml;
using Ingest.Codec.Tests.Layout;

namespace Ingest.Codec.Tests.Documents.Senml;

/// <summary>Packs as rows of text; now is 2021-01-01T00:00:00Z.</summary>
internal static class SenmlRows
{
    /// <summary>A row a record: time, name, unit, value, text, data, sum.</summary>
    public static string[] Long(string json) => LayoutRows.Of(LongDecoder(DocumentFormat.Json), Encoding.UTF8.GetBytes(json));

    public static string[] LongCbor(string hex) => LayoutRows.Of(LongDecoder(DocumentFormat.Cbor), Bytes(hex));

    public static string[] Named(string json, params SenmlChannel[] channels) =>
        LayoutRows.Of(new SenmlDecoder(DocumentFormat.Json, channels, PayloadLimits.Default), Encoding.UTF8.GetBytes(json));

    public static SenmlDecoder LongDecoder(DocumentFormat format) => SenmlDecoder.Long(format, ColumnType.Double, PayloadLimits.Default);

    public static SenmlChannel Channel(string column, string name, string? unit = null) =>
        new(new Channel(column, ColumnType.Double), name, unit);

    public static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));
}
